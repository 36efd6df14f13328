package io.realmgate.agent.simulate;

import io.realmgate.agent.codec.DiameterMessage;

/** What a {@link Link} hands up. On the event loop; messages are valid during the call only. */
interface LinkOwner {
    /** The capabilities exchange is done; requests may be sent. */
    void opened(Link link);

    /** A request of an application. */
    void request(Link link, DiameterMessage request);

    /** An answer of an application. */
    void answer(Link link, DiameterMessage answer);

    /** The connection is gone; its pending requests are given up already. */
    void closed(Link link, boolean orderly, String reason);
}
