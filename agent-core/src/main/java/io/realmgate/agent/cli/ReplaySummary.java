package io.realmgate.agent.cli;

import io.realmgate.routing.dictionary.Dictionary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many requests of a replay change in the same way: commands of one application that were decided alike and now are
 * decided alike otherwise. Keeps a bounded number of ways. Of one thread.
 */
final class ReplaySummary {
    private static final int MOST = 1_000;

    private final Map<Way, Count> ways = new LinkedHashMap<>();
    private long others;

    private record Way(int application, int command, String before, String after) {}

    /** Requests of one way. */
    private static final class Count {
        private final int firstPacket;
        private long requests;

        Count(int firstPacket) {
            this.firstPacket = firstPacket;
        }
    }

    /** @param packet number of the one that completed the request */
    void add(Replay.Change change, int packet) {
        Way way = new Way(change.application(), change.command(), change.before(), change.after());
        Count count = ways.get(way);
        if (count == null) {
            if (ways.size() == MOST) {
                others++;
                return;
            }
            count = new Count(packet);
            ways.put(way, count);
        }
        count.requests++;
    }

    /** The ways, those of most requests first, three lines each for people. */
    List<String> lines(Dictionary dictionary) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<Way, Count> one : byNumber()) {
            Way way = one.getKey();
            lines.add(one.getValue().requests + " of " + Replay.name(way.command(), way.application(), dictionary)
                    + ", the first in packet " + one.getValue().firstPacket);
            lines.add("  before: " + way.before());
            lines.add("  after:  " + way.after());
        }
        if (others > 0) {
            lines.add(others + " in more than " + MOST + " other ways");
        }
        return lines;
    }

    /** The same for programs. */
    JsonArray json(Dictionary dictionary) {
        JsonArray all = new JsonArray();
        for (Map.Entry<Way, Count> one : byNumber()) {
            Way way = one.getKey();
            String command = dictionary.commandName(way.command(), way.application(), true);
            String application = dictionary.applicationName(way.application());
            all.add(new JsonObject()
                    .put("requests", one.getValue().requests)
                    .put("command", command == null ? String.valueOf(way.command()) : command)
                    .put("application", application == null ? Integer.toUnsignedString(way.application()) : application)
                    .put("firstPacket", one.getValue().firstPacket)
                    .put("before", way.before())
                    .put("after", way.after()));
        }
        return all;
    }

    private List<Map.Entry<Way, Count>> byNumber() {
        Comparator<Map.Entry<Way, Count>> number = Comparator.comparingLong(one -> -one.getValue().requests);
        return ways.entrySet().stream().sorted(number).toList();
    }
}
