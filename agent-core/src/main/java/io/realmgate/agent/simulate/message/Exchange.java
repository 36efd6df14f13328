package io.realmgate.agent.simulate.message;

import java.time.Instant;

/**
 * One kind of request that the simulator sends, and how it answers one: contents only.
 *
 * @param name short name, such as {@code ULR}; a step is appended where one command has several, as in {@code CCR-I}
 * @param command command code
 * @param initiator who sends the request
 * @param request writes the request's AVPs behind the common ones
 * @param answer writes the answer's AVPs behind the common ones
 */
public record Exchange(
        SimulatedApplication application,
        String name,
        int command,
        Side initiator,
        RequestContent request,
        AnswerContent answer) {

    /** The two ends of an application. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /**
     * What a request is about.
     *
     * @param realm where the subscriber is at home
     * @param number of the request in its session, from 0
     * @param at when it is sent
     */
    public record Facts(Subscriber subscriber, String realm, int number, Instant at) {}

    /** Writes the AVPs that are special to a request: all but Session-Id, application, origin and destination. */
    @FunctionalInterface
    public interface RequestContent {
        void write(BodyWriter out, Facts facts);
    }

    /** Writes the AVPs that are special to an answer: all but Session-Id, application, result, origin and Proxy-Info. */
    @FunctionalInterface
    public interface AnswerContent {
        void write(BodyWriter out, CapturedMessage request);

        /** The result of a request that went well. */
        default Result success() {
            return Result.SUCCESS;
        }

        /** This content under another result. */
        default AnswerContent under(Result result) {
            AnswerContent content = this;
            return new AnswerContent() {
                @Override
                public void write(BodyWriter out, CapturedMessage request) {
                    content.write(out, request);
                }

                @Override
                public Result success() {
                    return result;
                }
            };
        }
    }

    /** {@code S6a/ULR}: unique among all exchanges. */
    public String qualifiedName() {
        return application.name() + "/" + name;
    }
}
