package io.keywell.protocol.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.keywell.core.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vocabularies that are published. Others' tokens can only be guessed. */
public final class Tokenizers {

    private static final List<String> O200K =
            List.of("gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-oss", "chatgpt-", "o1", "o3", "o4");

    private static final List<String> CL100K = List.of("gpt-4", "gpt-3.5", "text-embedding-");

    /** Of a longer text. Some 0.1 ms of counting, whatever the request's size. */
    private static final int SAMPLED_CHARS = 1_024;

    private static final Tokenizer BY_O200K = new Tokenizer() {
        @Override
        public long count(Bytes body, long estimate) {
            return TextCount.of(body, estimate, O200kHolder.ENCODING);
        }

        @Override
        public long sample(Bytes body) {
            return TextCount.sampled(body, SAMPLED_CHARS, O200kHolder.ENCODING);
        }
    };

    private static final Tokenizer BY_CL100K = new Tokenizer() {
        @Override
        public long count(Bytes body, long estimate) {
            return TextCount.of(body, estimate, Cl100kHolder.ENCODING);
        }

        @Override
        public long sample(Bytes body) {
            return TextCount.sampled(body, SAMPLED_CHARS, Cl100kHolder.ENCODING);
        }
    };

    private Tokenizers() {}

    /**
     * The counter for a model by its vendor's name, the same one each time; null when nobody knows how it cuts text.
     */
    public static @Nullable Tokenizer of(String upstreamModel) {
        int name = upstreamModel.lastIndexOf('/') + 1;
        if (begins(upstreamModel, name, O200K)) {
            return BY_O200K;
        }
        return begins(upstreamModel, name, CL100K) ? BY_CL100K : null;
    }

    private static boolean begins(String text, int from, List<String> beginnings) {
        for (int i = 0; i < beginnings.size(); i++) {
            if (text.startsWith(beginnings.get(i), from)) {
                return true;
            }
        }
        return false;
    }

    // Read when the first count needs them: some megabytes each.

    private static final class O200kHolder {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private static final class Cl100kHolder {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }
}
