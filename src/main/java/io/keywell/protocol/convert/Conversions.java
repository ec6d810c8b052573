package io.keywell.protocol.convert;

import io.keywell.core.Dialect;
import io.keywell.protocol.anthropic.AnthropicSides;
import io.keywell.protocol.bedrock.BedrockSides;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.gemini.GeminiSides;
import io.keywell.protocol.openai.OpenAiChat;
import io.keywell.protocol.openai.TextCompletions;
import io.keywell.protocol.responses.ResponsesSides;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every conversion between dialects: any two of the sides in the list. */
public final class Conversions {

    /** One line for each dialect. */
    static final List<ChatSides> SIDES = List.of(
            new OpenAiChat(), new ResponsesSides(), new AnthropicSides(), new GeminiSides(), new BedrockSides());

    private static final Conversions ALL = new Conversions(SIDES);

    private final Map<Dialect, Map<Dialect, Conversion>> pairs = new EnumMap<>(Dialect.class);
    private final Map<Dialect, Conversion> completions = new EnumMap<>(Dialect.class);

    Conversions(List<ChatSides> sides) {
        for (ChatSides from : sides) {
            Map<Dialect, Conversion> targets = new EnumMap<>(Dialect.class);
            for (ChatSides to : sides) {
                if (from.dialect() != to.dialect()) {
                    targets.put(to.dialect(), new Conversion(from, to));
                }
            }
            pairs.put(from.dialect(), targets);
            completions.put(from.dialect(), new Conversion(new TextCompletions(), from));
        }
    }

    public static Conversions all() {
        return ALL;
    }

    /** How an old completion of OpenAI's reaches a provider that only chats; null when its dialect has no sides. */
    public @Nullable Conversion completions(Dialect to) {
        return completions.get(to);
    }

    /**
     * How a call of a caller's dialect reaches a provider of another one.
     *
     * @return null when the dialects are the same, so that nothing is to be converted, and when one has no sides
     */
    public @Nullable Conversion find(Dialect from, Dialect to) {
        Map<Dialect, Conversion> targets = pairs.get(from);
        return targets == null ? null : targets.get(to);
    }
}
