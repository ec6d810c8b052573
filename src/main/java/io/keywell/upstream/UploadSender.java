package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError;
import io.keywell.core.Upload;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Consumer;

/** Sends a form to a provider as fast as it takes it. For one attempt. */
final class UploadSender implements Upload.Taker {

    private final HttpClientRequest request;
    private final UploadCarriage carriage;
    private final Runnable sign;
    private final Consumer<Failure> unusable;
    private boolean first = true;
    private boolean over;

    /**
     * @param sign told of every piece: while the caller sends, the provider's silence says nothing
     * @param unusable told when the caller made a mistake in the rest of it
     */
    UploadSender(HttpClientRequest request, UploadCarriage carriage, Runnable sign, Consumer<Failure> unusable) {
        this.request = request;
        this.carriage = carriage;
        this.sign = sign;
        this.unusable = unusable;
    }

    void start() {
        // What breaks it shows at the response.
        request.exceptionHandler(broken -> {});
        long length = carriage.length();
        if (length < 0) {
            request.setChunked(true);
        } else {
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        carriage.upload().sendTo(this);
    }

    /** Whether the provider has all of it. */
    boolean isOver() {
        return over;
    }

    void stop() {
        if (!over) {
            over = true;
            carriage.upload().stop();
        }
    }

    @Override
    public void piece(Bytes bytes) {
        if (over) {
            return;
        }
        sign.run();
        Bytes sent = first ? carriage.renamed(bytes) : bytes;
        first = false;
        // The outcome of writing shows at the response: a write that fails breaks it.
        request.write(Buffers.of(sent)).onComplete(ignored -> {});
        if (request.writeQueueFull()) {
            carriage.upload().pause();
            request.drainHandler(drained -> {
                if (!over) {
                    carriage.upload().resume();
                }
            });
        }
    }

    @Override
    public void end() {
        if (!over) {
            over = true;
            request.end().onComplete(ignored -> {});
        }
    }

    @Override
    public void refused(GatewayError error) {
        unusable.accept(new Failure(
                FailureClass.BAD_REQUEST,
                Failure.Scope.USUAL,
                null,
                0,
                Failure.Source.GUESSED,
                null,
                error.message(),
                error.param(),
                0,
                false));
    }
}
