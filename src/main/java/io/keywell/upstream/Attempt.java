package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Exchange;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.core.Secret;
import io.keywell.core.Trace;
import io.keywell.core.Usage;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try of one candidate, from sending to the end of the answer. It owns the turn's permit and ends it exactly once:
 * released when nothing was sent, settled otherwise. Lives on one event loop; every way to end goes through
 * {@link #finish} or {@link #fail}.
 */
final class Attempt {

    private final Walk walk;
    private final Turn turn;
    private final Wire wire;
    private final UniEmitter<? super Answer> head;
    private final Watch watch;
    private final Carriage carriage;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable UploadSender upload;
    private @Nullable AnswerStream stream;
    private boolean sent;
    private boolean bodyRead;
    private boolean over;

    Attempt(Walk walk, Turn turn, Wire wire, UniEmitter<? super Answer> head) {
        this.walk = walk;
        this.turn = turn;
        this.wire = wire;
        this.head = head;
        this.carriage = wire.carriage(walk, turn.candidate());
        this.watch = wire.watch(walk, this::expired);
    }

    Carriage carriage() {
        return carriage;
    }

    Signals signals() {
        return wire.signals();
    }

    Turn turn() {
        return turn;
    }

    Walk walk() {
        return walk;
    }

    void start() {
        Exchange exchange = walk.exchange();
        exchange.cancellation().onCancel(this::abandon);
        if (over) {
            return;
        }
        walk.sending(turn.candidate(), wire.clock().nanoTime());
        watch.start(
                exchange.stream()
                        ? wire.settings().firstTokenTimeout()
                        : wire.settings().answerTimeout());
        Future<Secret> token = wire.token(turn.candidate());
        if (token == null) {
            open(turn.candidate().key().secret());
        } else {
            Context here = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
            token.onComplete(got -> here.runOnContext(ignored -> exchanged(got)));
        }
    }

    /** The key was exchanged for a token, or was not. */
    private void exchanged(AsyncResult<Secret> token) {
        if (over) {
            return;
        }
        if (token.succeeded()) {
            open(token.result());
        } else {
            boolean known = token.cause() instanceof AttemptFailed;
            FailureClass type =
                    known ? ((AttemptFailed) token.cause()).failure().type() : FailureClass.FAULT;
            fail(wire.signals().broken(turn, type));
        }
    }

    private void open(@Nullable Secret secret) {
        wire.open(carriage, turn.candidate()).onComplete(opened -> {
            if (over) {
                if (opened.succeeded()) {
                    opened.result().reset();
                }
            } else if (opened.succeeded()) {
                send(opened.result(), secret);
            } else {
                fail(wire.signals().broken(turn, FailureClass.FAULT));
            }
        });
    }

    private void send(HttpClientRequest opened, @Nullable Secret secret) {
        request = opened;
        sent = true;
        turn.permit().sending();
        opened.response().onComplete(answered -> {
            if (over) {
                return;
            }
            if (answered.succeeded()) {
                received(answered.result());
            } else {
                fail(wire.signals().broken(turn, FailureClass.FAULT));
            }
        });
        Trace trace = walk.exchange().trace();
        String told = trace == null ? null : trace.header();
        if (told != null) {
            opened.putHeader("traceparent", told);
        }
        wire.send(opened, carriage, turn.candidate(), secret);
        if (carriage instanceof UploadCarriage form) {
            upload = new UploadSender(opened, form, watch::sign, this::fail);
            upload.start();
        }
    }

    private void received(HttpClientResponse received) {
        response = received;
        if (!walk.exchange().stream()) {
            watch.allow(wire.settings().stallTimeout());
        }
        received.exceptionHandler(broken -> brokeOff());
        if (received.statusCode() / 100 == 2) {
            wire.signals().answered(turn, received.headers()::get);
            Gate opened = wire.gate(this, received.getHeader(HttpHeaders.CONTENT_TYPE));
            received.handler(chunk -> feed(opened, chunk));
            received.endHandler(ended -> completed(opened));
        } else {
            ErrorBody.read(received, body -> classify(received, body));
        }
    }

    private void feed(Gate opened, Buffer chunk) {
        if (stream != null) {
            watch.sign();
            stream.chunk(chunk);
        } else if (!over) {
            // Comments and role chunks do not prolong the wait for a stream's first content.
            if (!walk.exchange().stream()) {
                watch.sign();
            }
            opened.feed(chunk);
        }
    }

    private void completed(Gate opened) {
        bodyRead = true;
        if (stream != null) {
            stream.complete();
        } else if (!over) {
            opened.end();
        }
    }

    private void classify(HttpClientResponse bad, Bytes bytes) {
        bodyRead = true;
        if (over) {
            return;
        }
        if (!walk.exchange().operation().isEverywhere()) {
            fail(wire.signals().refusedApart(turn, bad.statusCode(), bad.headers()::get, bytes));
            return;
        }
        Failure failure = wire.signals().refused(turn, bad.statusCode(), bad.headers()::get, bytes);
        if (failure.type() == FailureClass.CREDENTIAL) {
            wire.refusedKey(turn.candidate());
        }
        boolean repairable = failure.type() == FailureClass.BAD_REQUEST
                && wire.repairs().learn(turn.candidate().target(), failure, carriage.body());
        fail(repairable ? new AttemptFailed.Repairable(failure) : new AttemptFailed(failure));
    }

    private void brokeOff() {
        if (stream != null) {
            wire.signals().broken(turn, FailureClass.FAULT);
            stream.breakOff();
        } else if (!over) {
            fail(wire.signals().broken(turn, FailureClass.FAULT));
        }
    }

    private void expired() {
        if (stream != null) {
            wire.signals().broken(turn, FailureClass.TIMEOUT);
            stream.breakOff();
        } else {
            fail(wire.signals().broken(turn, FailureClass.TIMEOUT));
        }
    }

    /** The caller went away. */
    private void abandon() {
        if (stream != null) {
            stream.abandon();
        } else if (!over) {
            wire.signals().left(turn);
            fail(new AttemptFailed.Abandoned());
        }
    }

    /** The gate opened on a complete answer. */
    void answer(Buffer body, Usage usage) {
        HttpClientResponse good = Objects.requireNonNull(response);
        finish(Outcome.OK, usage);
        head.complete(wire.answer(this, good, body, null, usage));
    }

    /** The gate opened on an answer that goes on. */
    void commit(Buffer first, Gate.Tap tap) {
        HttpClientResponse good = Objects.requireNonNull(response);
        good.pause();
        watch.allow(wire.settings().stallTimeout());
        watch.paused(true);
        AnswerStream rest = new AnswerStream(good, tap, watch);
        stream = rest;
        rest.onClosed(this::finish);
        head.complete(wire.answer(this, good, first, rest, Usage.NONE));
    }

    private void finish(Outcome outcome, Usage usage) {
        if (over) {
            return;
        }
        over = true;
        watch.stop();
        turn.permit().settle(usage.input(), usage.output());
        walk.answered(turn.candidate(), outcome == Outcome.BROKEN ? FailureClass.FAULT : null);
        if (outcome != Outcome.OK || upload != null) {
            reset();
        }
    }

    /** The attempt is over before its gate opened. */
    void fail(Failure failure) {
        fail(new AttemptFailed(failure));
    }

    /** The request stays counted once it was sent. */
    private void fail(AttemptFailed why) {
        if (over) {
            return;
        }
        over = true;
        watch.stop();
        if (!sent) {
            turn.permit().release();
        } else if (unanswered(why.failure().type())) {
            // The provider may have begun to work: its meter has counted the prompt.
            turn.permit().settle(walk.need().input(), 0);
        } else {
            turn.permit().settle(0, 0);
        }
        reset();
        head.fail(why);
    }

    private static boolean unanswered(FailureClass type) {
        return type == FailureClass.FAULT || type == FailureClass.TIMEOUT;
    }

    /** Ends the exchange on the wire when it is still going on. */
    private void reset() {
        boolean uploading = upload != null && !upload.isOver();
        if (upload != null) {
            upload.stop();
        }
        if (request != null && (uploading || !bodyRead)) {
            request.reset();
        }
    }
}
