package io.keywell.protocol;

import io.keywell.core.Bytes;
import io.keywell.core.RequestFacts;
import java.util.Arrays;

/** Puts the provider's name of a model into a body that names it; every other byte stays. */
public final class ModelName {

    private ModelName() {}

    /**
     * @param facts as a protocol read them from this very body
     * @return the same object when the name is the same
     */
    public static Bytes replace(Bytes body, RequestFacts facts, String upstreamModel) {
        byte[] quoted = JsonStrings.quote(upstreamModel);
        int from = body.offset() + facts.modelStart();
        int to = body.offset() + facts.modelEnd();
        if (Arrays.equals(body.array(), from, to, quoted, 0, quoted.length)) {
            return body;
        }
        byte[] out = new byte[body.length() - (to - from) + quoted.length];
        System.arraycopy(body.array(), body.offset(), out, 0, facts.modelStart());
        System.arraycopy(quoted, 0, out, facts.modelStart(), quoted.length);
        System.arraycopy(body.array(), to, out, facts.modelStart() + quoted.length, body.end() - to);
        return Bytes.of(out);
    }
}
