package io.realmgate.agent.admin;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the body of each request before its handler sees it, as octets whatever its Content-Type says: curl calls every
 * body a form, and what parses forms refuses rule text. Longer ones than {@value #LARGEST} octets fail with 413.
 */
final class RequestBody implements Handler<RoutingContext> {
    static final int LARGEST = 4 << 20;
    private static final String KEY = RequestBody.class.getName();

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= LARGEST) {
                body.appendBuffer(chunk);
            } else if (!context.failed()) {
                context.fail(413);
            }
        });
        request.endHandler(end -> {
            if (!context.failed()) {
                context.put(KEY, body);
                context.next();
            }
        });
    }

    /**
     * The body as text; empty without one.
     *
     * @throws CharacterCodingException when it is not UTF-8
     */
    static String text(RoutingContext context) throws CharacterCodingException {
        Buffer body = context.get(KEY);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(body.getBytes()))
                .toString();
    }
}
