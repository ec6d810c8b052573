package io.keywell.protocol.dialect;

import io.keywell.core.Dialect;
import io.keywell.protocol.Protocol;
import io.keywell.protocol.anthropic.AnthropicProtocol;
import io.keywell.protocol.gemini.GeminiProtocol;
import io.keywell.protocol.openai.OpenAiProtocol;
import io.keywell.protocol.responses.ResponsesProtocol;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dialects in which a call can be carried as it is. A new one is a line here. */
public final class Protocols {

    private static final List<Protocol> ALL =
            List.of(new OpenAiProtocol(), new ResponsesProtocol(), new AnthropicProtocol(), new GeminiProtocol());

    private static final Map<Dialect, Protocol> BY_DIALECT = byDialect();

    private Protocols() {}

    private static Map<Dialect, Protocol> byDialect() {
        Map<Dialect, Protocol> protocols = new EnumMap<>(Dialect.class);
        ALL.forEach(protocol -> protocols.put(protocol.dialect(), protocol));
        return protocols;
    }

    /** @throws IllegalArgumentException for a dialect that only providers speak */
    public static Protocol of(Dialect dialect) {
        Protocol protocol = find(dialect);
        if (protocol == null) {
            throw new IllegalArgumentException("no caller speaks " + dialect);
        }
        return protocol;
    }

    /** Null for a dialect that only providers speak. */
    public static @Nullable Protocol find(Dialect dialect) {
        return BY_DIALECT.get(dialect);
    }
}
