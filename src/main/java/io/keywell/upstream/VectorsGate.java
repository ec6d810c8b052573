package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.convert.Conversion;
import io.keywell.protocol.openai.Vectors;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The gate of embeddings: an answer whose first vector has the form that the caller asked for passes as it is, of any
 * other the vectors are written anew.
 */
final class VectorsGate implements Gate {

    /** Before this much an answer has shown a vector, if it has one. */
    private static final int BEGINNING = 16 * 1024;

    private final Attempt attempt;
    private final Protocol protocol;
    private final boolean base64;
    private @Nullable Buffer beginning;
    private @Nullable Gate chosen;

    /**
     * @param base64 whether the caller asked for it, rather than for numbers
     */
    VectorsGate(Attempt attempt, Protocol protocol, boolean base64) {
        this.attempt = attempt;
        this.protocol = protocol;
        this.base64 = base64;
    }

    @Override
    public void feed(Buffer chunk) {
        if (chosen != null) {
            chosen.feed(chunk);
            return;
        }
        Buffer all = beginning == null ? chunk : beginning.copy().appendBuffer(chunk);
        beginning = all;
        int form = Vectors.form(Buffers.view(all));
        if (form != 0 || all.length() > BEGINNING) {
            choose(form).feed(all);
        }
    }

    @Override
    public void end() {
        Gate gate = chosen;
        if (gate == null) {
            gate = choose(0);
            if (beginning != null) {
                gate.feed(beginning);
            }
        }
        gate.end();
    }

    private Gate choose(int form) {
        boolean other = base64 ? form == '[' : form == '"';
        Gate gate = other
                ? new ConvertedJsonGate(attempt, protocol, Operation.EMBEDDINGS, this::written)
                : new JsonGate(attempt, protocol);
        chosen = gate;
        return gate;
    }

    private Conversion.@Nullable Answer written(Bytes answer) {
        Bytes made = Vectors.encoded(answer, base64);
        Usage told = protocol.usage(Operation.EMBEDDINGS, answer);
        Usage usage = told == null ? Usage.estimated(attempt.walk().need().input(), 0) : told;
        return made == null ? null : new Conversion.Answer(made, usage);
    }
}
