package io.keywell.protocol.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vocabularies that are published. Others' tokens can only be guessed. */
public final class Tokenizers {

    private static final List<String> O200K =
            List.of("gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-oss", "chatgpt-", "o1", "o3", "o4");

    private static final List<String> CL100K = List.of("gpt-4", "gpt-3.5", "text-embedding-");

    private Tokenizers() {}

    /** The counter for a model by its vendor's name, null when nobody knows how it cuts text. */
    public static @Nullable Tokenizer of(String upstreamModel) {
        String model = upstreamModel.substring(upstreamModel.lastIndexOf('/') + 1);
        if (O200K.stream().anyMatch(model::startsWith)) {
            return (body, estimate) -> TextCount.of(body, estimate, O200kHolder.ENCODING);
        }
        return CL100K.stream().anyMatch(model::startsWith)
                ? (body, estimate) -> TextCount.of(body, estimate, Cl100kHolder.ENCODING)
                : null;
    }

    // Read when the first count needs them: some megabytes each.

    private static final class O200kHolder {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }

    private static final class Cl100kHolder {
        static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
    }
}
