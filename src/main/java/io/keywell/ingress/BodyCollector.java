package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request's body: the first piece as it is when it is all, else into one buffer of the announced size. An
 * upload that breaks off ends the call without a word: nobody is there to hear it.
 */
final class BodyCollector implements Intake {

    private static final int FIRST_GUESS = 64 * 1024;

    private final HttpServerRequest request;
    private final long max;
    private final Load load;
    private final BooleanSupplier late;
    private final Consumer<Bytes> collected;
    private final Consumer<GatewayError> refused;
    private @Nullable Buffer first;
    private @Nullable Buffer whole;
    private long length;
    private long held;
    private boolean over;

    /** @param late whether the body has taken too long: asked with each piece, silence is the connection's matter */
    BodyCollector(
            HttpServerRequest request,
            Load load,
            BooleanSupplier late,
            Consumer<Bytes> collected,
            Consumer<GatewayError> refused) {
        this.request = request;
        this.max = load.maxBody();
        this.load = load;
        this.late = late;
        this.collected = collected;
        this.refused = refused;
    }

    @Override
    public void start() {
        long announced = announced();
        if (announced > max) {
            refuse(tooLarge());
            return;
        }
        if (!hold(announced)) {
            refuse(overloaded());
            return;
        }
        request.handler(this::piece);
        request.endHandler(ended -> complete());
        request.exceptionHandler(broken -> over = true);
        request.resume();
    }

    @Override
    public long held() {
        return held;
    }

    private boolean hold(long bytes) {
        if (!load.tryHold(bytes)) {
            return false;
        }
        held = bytes;
        return true;
    }

    private long announced() {
        String header = request.getHeader(Headers.CONTENT_LENGTH);
        if (header == null) {
            // Without an announced length a first guess is held; it grows with what comes.
            return request.getHeader(Headers.TRANSFER_ENCODING) == null ? 0 : Math.min(max, FIRST_GUESS);
        }
        try {
            return Long.parseLong(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void piece(Buffer chunk) {
        if (over) {
            return;
        }
        length += chunk.length();
        if (length > max) {
            refuse(tooLarge());
        } else if (first == null) {
            first = chunk;
        } else if (late.getAsBoolean()) {
            refuse(GatewayError.invalid("The request body took too long to come.", null));
        } else {
            append(chunk);
        }
    }

    private void append(Buffer chunk) {
        Buffer to = whole;
        if (to == null) {
            // As large as was announced, so that nothing is copied twice.
            to = Buffer.buffer((int) announced());
            to.appendBuffer(first);
            whole = to;
        }
        if (length > held && !grow()) {
            refuse(overloaded());
            return;
        }
        to.appendBuffer(chunk);
    }

    /** A body without an announced length takes its share in steps that double. */
    private boolean grow() {
        load.drop(held);
        return hold(Math.min(max, Math.max(length, held * 2))) || dropped();
    }

    private boolean dropped() {
        held = 0;
        return false;
    }

    private void complete() {
        if (!over) {
            over = true;
            collected.accept(
                    whole != null ? WholeBody.view(whole) : first != null ? WholeBody.view(first) : Bytes.EMPTY);
        }
    }

    private void refuse(GatewayError error) {
        over = true;
        refused.accept(error);
    }

    private GatewayError tooLarge() {
        return GatewayError.of(Kind.REQUEST_TOO_LARGE, "The request body is larger than " + max + " bytes.");
    }

    private static GatewayError overloaded() {
        return GatewayError.of(Kind.GATEWAY_OVERLOADED, "The gateway holds too many large requests; try again.");
    }
}
