package io.keywell.upstream;

import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Usage;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rest of an answer after the commit gate, read with back-pressure. It always ends by its end handler: when the
 * provider breaks, the dialect's own error comes first. That may be before anybody listens, so whoever comes later is
 * told then. Everything happens on the call's event loop.
 */
public final class AnswerStream implements ReadStream<Buffer> {

    private final ReadStream<Buffer> source;
    private final Gate.Tap tap;
    private final Watch watch;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private BiConsumer<Outcome, Usage> closed = (outcome, usage) -> {};
    private @Nullable Buffer unheard;
    private @Nullable Outcome outcome;

    AnswerStream(ReadStream<Buffer> source, Gate.Tap tap, Watch watch) {
        this.source = source;
        this.tap = tap;
        this.watch = watch;
    }

    /** Told once how the stream ended, with the usage; before the end handler. Listeners add up. */
    public void onClosed(BiConsumer<Outcome, Usage> listener) {
        Outcome ended = outcome;
        if (ended == null) {
            closed = closed.andThen(listener);
        } else {
            listener.accept(ended, tap.usage());
        }
    }

    /** Whether it has ended, in whatever way. */
    public boolean isOver() {
        return outcome != null;
    }

    void chunk(Buffer chunk) {
        if (isOver()) {
            return;
        }
        deliver(tap.pass(chunk));
        if (tap.failed()) {
            breakOff();
        }
    }

    void complete() {
        if (isOver()) {
            return;
        }
        deliver(tap.rest());
        if (tap.failed()) {
            breakOff();
        } else {
            close(Outcome.OK);
        }
    }

    /** The provider broke, or was silent for too long. */
    void breakOff() {
        if (!isOver()) {
            deliver(tap.broken());
            close(Outcome.BROKEN);
        }
    }

    /** The caller went away: nothing more is delivered. */
    void abandon() {
        if (!isOver()) {
            handler = null;
            endHandler = null;
            close(Outcome.CANCELLED);
        }
    }

    private void deliver(Buffer buffer) {
        if (buffer.length() == 0) {
            return;
        }
        Handler<Buffer> to = handler;
        if (to != null) {
            to.handle(buffer);
        } else {
            unheard = buffer;
        }
    }

    private void close(Outcome ended) {
        outcome = ended;
        watch.stop();
        closed.accept(ended, tap.usage());
        Handler<Void> end = endHandler;
        if (end != null) {
            end.handle(null);
        }
    }

    @Override
    public AnswerStream exceptionHandler(@Nullable Handler<Throwable> ignored) {
        return this;
    }

    @Override
    public AnswerStream handler(@Nullable Handler<Buffer> newHandler) {
        handler = newHandler;
        Buffer kept = unheard;
        if (kept != null && newHandler != null) {
            unheard = null;
            newHandler.handle(kept);
        }
        return this;
    }

    @Override
    public AnswerStream endHandler(@Nullable Handler<Void> newHandler) {
        endHandler = newHandler;
        if (isOver() && newHandler != null) {
            newHandler.handle(null);
        }
        return this;
    }

    @Override
    public AnswerStream pause() {
        source.pause();
        watch.paused(true);
        return this;
    }

    @Override
    public AnswerStream resume() {
        watch.paused(false);
        source.resume();
        return this;
    }

    @Override
    public AnswerStream fetch(long amount) {
        watch.paused(false);
        source.fetch(amount);
        return this;
    }
}
