package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.FailureClass;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.Protocol.AnswerKind;
import io.keywell.protocol.convert.Conversion;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The gate of an answer in one piece that the caller gets in another form: it opens when the whole is there and was made. */
final class ConvertedJsonGate implements Gate {

    private static final Logger LOG = Logger.getLogger(ConvertedJsonGate.class);

    /** A conversion needs the whole; what is longer is no answer. */
    private static final int LONGEST = 64 << 20;

    private static final int BYTES_PER_TOKEN = 4;

    private final Attempt attempt;
    private final @Nullable Protocol providers;
    private final Operation operation;
    private final Converter converter;
    private @Nullable Buffer body;
    private boolean whole;

    /** Makes the caller's answer. */
    @FunctionalInterface
    interface Converter {
        /** Null when the provider's is none. */
        Conversion.@Nullable Answer answer(Bytes body);
    }

    /**
     * @param providers the dialect that tells errors from answers, null when callers do not speak it
     * @param operation what the provider was asked
     */
    ConvertedJsonGate(Attempt attempt, @Nullable Protocol providers, Operation operation, Converter converter) {
        this.attempt = attempt;
        this.providers = providers;
        this.operation = operation;
        this.converter = converter;
    }

    @Override
    public void feed(Buffer chunk) {
        if (body == null) {
            body = chunk;
            return;
        }
        if (!whole) {
            // The first chunk is the network's own.
            body = Buffer.buffer(4 * body.length()).appendBuffer(body);
            whole = true;
        }
        body.appendBuffer(chunk);
        if (body.length() > LONGEST) {
            attempt.fail(attempt.signals().broken(attempt.turn(), FailureClass.FAULT));
        }
    }

    @Override
    public void end() {
        Bytes bytes = body == null ? Bytes.EMPTY : Buffers.view(body);
        if (providers != null && providers.kind(operation, bytes) == AnswerKind.ERROR) {
            attempt.fail(attempt.signals().inside(attempt.turn(), bytes));
            return;
        }
        Conversion.Answer answer = converted(bytes);
        if (answer == null) {
            attempt.fail(attempt.signals().broken(attempt.turn(), FailureClass.FAULT));
            return;
        }
        Usage usage = answer.usage();
        attempt.answer(
                Buffers.of(answer.body()),
                usage != null
                        ? usage
                        : Usage.estimated(attempt.walk().need().input(), bytes.length() / BYTES_PER_TOKEN));
    }

    private Conversion.@Nullable Answer converted(Bytes bytes) {
        try {
            return converter.answer(bytes);
        } catch (RuntimeException e) {
            // A mistake in a conversion is a failed attempt and nothing worse.
            LOG.errorf(
                    e,
                    "Request %s: an answer could not be converted",
                    attempt.walk().exchange().id());
            return null;
        }
    }
}
