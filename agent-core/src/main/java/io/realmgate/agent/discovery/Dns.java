package io.realmgate.agent.discovery;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Asks DNS. That there is no such name or record is an answer without records; a stage fails when nobody could tell.
 */
interface Dns {
    /**
     * What is there.
     *
     * @param ttl seconds that all of it may be used for; of an empty answer it says nothing
     */
    record Answer<T>(List<T> records, long ttl) {
        public Answer {
            records = List.copyOf(records);
        }
    }

    CompletionStage<Answer<Naptr>> naptr(String name);

    CompletionStage<Answer<Srv>> srv(String name);

    /** Addresses of IPv4 if there are any, else of IPv6; sorted, so that an equal answer is an equal list. */
    CompletionStage<Answer<InetAddress>> addresses(String name);
}
