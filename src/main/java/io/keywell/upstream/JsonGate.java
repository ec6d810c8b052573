package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.FailureClass;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.AnswerKind;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The gate of an answer in one piece: it opens when the whole is there and is an answer, or when the answer has become
 * so long that it can no longer be an error and need not stay in memory.
 */
final class JsonGate implements Gate {

    private static final int HELD_AT_MOST = 1 << 20;

    private final Attempt attempt;
    private final Protocol protocol;
    private final Operation operation;
    private final boolean dialect;
    private @Nullable Buffer first;
    private @Nullable Buffer whole;

    /**
     * @param protocol what tells answers from errors, and their usage
     */
    JsonGate(Attempt attempt, Protocol protocol) {
        this.attempt = attempt;
        this.protocol = protocol;
        this.operation = attempt.walk().exchange().operation();
        // What the caller asked for in a pass-through is its own affair: any body is an answer.
        this.dialect = operation != Operation.PASSTHROUGH;
    }

    @Override
    public void feed(Buffer chunk) {
        if (first == null) {
            first = chunk;
            return;
        }
        if (whole == null) {
            whole = Buffer.buffer(Math.max(4 * first.length(), 64 * 1024)).appendBuffer(first);
        }
        whole.appendBuffer(chunk);
        if (whole.length() > HELD_AT_MOST) {
            attempt.commit(whole, new LongBody(whole, attempt.walk().need().input()));
        }
    }

    @Override
    public void end() {
        Buffer body = whole != null ? whole : first != null ? first : Buffer.buffer();
        Bytes bytes = Buffers.view(body);
        AnswerKind kind = dialect ? kind(bytes) : AnswerKind.ANSWER;
        switch (kind) {
            case ANSWER -> attempt.answer(body, usage(bytes));
            case ERROR -> attempt.fail(attempt.signals().inside(attempt.turn(), bytes));
            case UNREADABLE -> attempt.fail(attempt.signals().broken(attempt.turn(), FailureClass.FAULT));
        }
    }

    /** A body that does not end as an object was cut off, whatever its beginning says. */
    private AnswerKind kind(Bytes bytes) {
        int last = bytes.end() - 1;
        while (last >= bytes.offset() && bytes.array()[last] <= ' ') {
            last--;
        }
        return last < bytes.offset() || bytes.array()[last] != '}'
                ? AnswerKind.UNREADABLE
                : protocol.kind(operation, bytes);
    }

    private Usage usage(Bytes bytes) {
        Usage reported = protocol.usage(operation, bytes);
        return reported != null
                ? reported
                : Usage.estimated(attempt.walk().need().input(), protocol.outputEstimate(operation, bytes));
    }

    /** Passes a long body on and remembers its end, where the usage stands. */
    private final class LongBody implements Tap {
        private static final int END = 16 * 1024;
        private static final int BYTES_PER_TOKEN = 4;

        private final long inputEstimate;
        private Buffer end;
        private long length;

        LongBody(Buffer soFar, long inputEstimate) {
            this.end = soFar.slice(Math.max(0, soFar.length() - END), soFar.length());
            this.length = soFar.length();
            this.inputEstimate = inputEstimate;
        }

        @Override
        public Buffer pass(Buffer chunk) {
            length += chunk.length();
            Buffer joined = Buffer.buffer(end.length() + chunk.length())
                    .appendBuffer(end)
                    .appendBuffer(chunk);
            end = joined.slice(Math.max(0, joined.length() - END), joined.length());
            return chunk;
        }

        @Override
        public Usage usage() {
            Usage reported = protocol.usage(operation, Buffers.view(end));
            return reported != null ? reported : Usage.estimated(inputEstimate, length / BYTES_PER_TOKEN);
        }
    }
}
