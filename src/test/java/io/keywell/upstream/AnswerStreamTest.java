package io.keywell.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Clock;
import io.keywell.core.Dialect;
import io.keywell.protocol.SseFramer;
import io.keywell.protocol.dialect.Protocols;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnswerStreamTest {

    private static final String CONTENT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":null}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static Vertx vertx;

    private final Source source = new Source();
    private final List<String> told = new ArrayList<>();
    private final AnswerStream stream = stream();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private AnswerStream stream() {
        Clock clock = Clock.system();
        Watch watch = new Watch(
                new Watches(vertx, clock),
                clock,
                clock.nanoTime() + Duration.ofMinutes(1).toNanos(),
                () -> {});
        return new AnswerStream(
                source, new EventStream(new SseFramer(), Protocols.of(Dialect.OPENAI), "req_1", false, 1), watch);
    }

    private void listen() {
        stream.onClosed((outcome, usage) -> told.add("closed " + outcome));
        stream.handler(chunk -> told.add(chunk.toString().contains("upstream_failed") ? "error" : chunk.toString()));
        stream.endHandler(ended -> told.add("end"));
        stream.resume();
    }

    @Test
    void aGoodStreamEndsWithItsEnd() {
        listen();
        stream.chunk(Buffer.buffer(CONTENT));
        stream.chunk(Buffer.buffer(DONE));
        stream.complete();
        assertThat(told).containsExactly(CONTENT, DONE, "closed OK", "end");
    }

    @Test
    void aBreakIsToldInTheStreamThenItEnds() {
        listen();
        stream.chunk(Buffer.buffer(CONTENT));
        stream.breakOff();
        stream.breakOff();
        stream.chunk(Buffer.buffer(CONTENT));
        stream.complete();
        assertThat(told).containsExactly(CONTENT, "error", "closed BROKEN", "end");
    }

    @Test
    void whatHappenedBeforeAnybodyListenedIsToldToWhoeverComes() {
        stream.breakOff();
        assertThat(stream.isOver()).isTrue();
        listen();
        assertThat(told).containsExactly("closed BROKEN", "error", "end");
    }

    @Test
    void aCallerThatLeftHearsNothingMoreAndItsCallIsClosed() {
        listen();
        stream.abandon();
        stream.breakOff();
        assertThat(told).containsExactly("closed CANCELLED");
    }

    @Test
    void aCallThatWasLeftBeforeAnybodyListenedIsClosed() {
        stream.abandon();
        stream.onClosed((outcome, usage) -> told.add("closed " + outcome));
        assertThat(told).containsExactly("closed " + Outcome.CANCELLED);
    }

    @Test
    void theSourceIsReadAsFastAsTheStream() {
        stream.pause();
        stream.resume();
        stream.fetch(3);
        assertThat(source.asked).containsExactly("pause", "resume", "fetch 3");
    }

    private static final class Source implements ReadStream<Buffer> {
        private final List<String> asked = new ArrayList<>();

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> handler) {
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            asked.add("pause");
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            asked.add("resume");
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            asked.add("fetch " + amount);
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> handler) {
            return this;
        }
    }
}
