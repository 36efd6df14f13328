package io.realmgate.routing.table;

import io.realmgate.routing.Octets;
import io.realmgate.routing.model.SubscriberSource.Encoding;

/** What finds the value of a key. Immutable; {@link #find} allocates nothing. */
interface KeyIndex {

    /** Number of the value that belongs to what an AVP holds, 0 if there is none. */
    int find(Octets value, Encoding encoding);

    /** The same for a number of a subscriber, as {@link Digits}; texts are none. */
    int find(long digits);

    /** Heap that it takes, about. */
    long octets();

    /** What an index is made of, row by row. */
    interface Builder {

        /**
         * Made once, when all rows are there; rows that {@code conflicts} hears of are not in it.
         *
         * @param largestValue number of the last value
         */
        KeyIndex build(int largestValue, Conflicts conflicts);
    }
}
