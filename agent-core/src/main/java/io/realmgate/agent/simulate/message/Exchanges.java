package io.realmgate.agent.simulate.message;

import io.realmgate.agent.simulate.message.Exchange.Side;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every exchange the simulator knows, in the order in which a tour of all applications sends them. Immutable. */
public final class Exchanges {
    private static final List<Exchange> ALL = Stream.of(
                    S6a.exchanges(),
                    Cx.exchanges(),
                    Gy.exchanges(),
                    Gx.exchanges(),
                    BaseAccounting.exchanges(),
                    Qos.exchanges(),
                    Nasreq.exchanges())
            .flatMap(List::stream)
            .toList();

    private Exchanges() {}

    public static List<Exchange> all() {
        return ALL;
    }

    /** All applications, each once. */
    public static Set<SimulatedApplication> applications() {
        Set<SimulatedApplication> applications = new LinkedHashSet<>();
        ALL.forEach(e -> applications.add(e.application()));
        return applications;
    }

    /**
     * The exchanges that {@code name} means when {@code side} sends: {@code S6a} all of an application, {@code S6a/ULR}
     * or {@code ULR} one request, {@code CCR} all steps of a command. Case does not matter. Empty when there are none.
     */
    public static List<Exchange> named(String name, Side side) {
        List<Exchange> found = new ArrayList<>();
        for (Exchange exchange : ALL) {
            if (exchange.initiator() == side && isMeant(exchange, name)) {
                found.add(exchange);
            }
        }
        return found;
    }

    private static boolean isMeant(Exchange exchange, String name) {
        int slash = name.indexOf('/');
        String application = exchange.application().name();
        if (slash < 0) {
            return application.equalsIgnoreCase(name) || isCommand(exchange, name);
        }
        return application.equalsIgnoreCase(name.substring(0, slash)) && isCommand(exchange, name.substring(slash + 1));
    }

    private static boolean isCommand(Exchange exchange, String name) {
        String own = exchange.name();
        int step = own.indexOf('-');
        return own.equalsIgnoreCase(name) || step > 0 && own.substring(0, step).equalsIgnoreCase(name);
    }

    /** The exchange of {@code application} whose request {@code side} sends under {@code command}, or null. */
    public static @Nullable Exchange of(int application, int command, Side side) {
        for (Exchange exchange : ALL) {
            if (exchange.command() == command
                    && exchange.application().id() == application
                    && exchange.initiator() == side) {
                return exchange;
            }
        }
        return null;
    }
}
