package io.keywell.protocol.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.JsonTrees;
import io.keywell.protocol.chat.Parameter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The old completions, for callers whose provider only chats: the prompt is what a user says, and the answer is the text.
 * Providers that have them are called as they are, so nothing is written to one or read from one.
 */
public final class TextCompletions implements ChatSides {

    private static final ChatSides CHAT = new OpenAiChat();

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public Read readRequest(Bytes body, String model, boolean stream) {
        ChatBodyReader reader = new ChatBodyReader(model, stream);
        ObjectNode root = JsonTrees.object(body);
        if (root == null) {
            return reader.readTree(null);
        }
        String prompt = prompt(root.remove("prompt"));
        boolean beyond =
                root.path("echo").asBoolean() || !root.path("suffix").asText("").isEmpty();
        if (prompt == null || beyond) {
            reader.need(Feature.VENDOR_SPECIFIC);
        }
        if (root.hasNonNull("logprobs")) {
            reader.need(Feature.LOG_PROBABILITIES);
        }
        if (root.path("best_of").asDouble(1) > 1) {
            reader.need(Feature.SEVERAL_CHOICES);
        }
        for (String name : new String[] {"echo", "suffix", "logprobs", "best_of"}) {
            root.remove(name);
        }
        root.putArray("messages").addObject().put("role", "user").put("content", prompt == null ? "?" : prompt);
        return reader.readTree(root);
    }

    /** The only one; null for several, for token numbers and for none. */
    private static @Nullable String prompt(@Nullable JsonNode prompt) {
        JsonNode only = prompt != null && prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
        return only != null && only.isTextual() && !only.textValue().isEmpty() ? only.textValue() : null;
    }

    @Override
    public Set<Feature> cannotExpress() {
        return Set.of();
    }

    @Override
    public String nameOf(Parameter parameter) {
        return CHAT.nameOf(parameter);
    }

    @Override
    public Written writeRequest(ChatRequest request, String upstreamModel) {
        throw new UnsupportedOperationException("nothing is converted to completions");
    }

    @Override
    public @Nullable ChatAnswer readAnswer(Bytes body) {
        throw new UnsupportedOperationException("nothing is converted to completions");
    }

    @Override
    public Bytes writeAnswer(ChatAnswer answer, Frame frame) {
        return TextWriter.answer(answer, frame);
    }

    @Override
    public EventReader eventReader() {
        throw new UnsupportedOperationException("nothing is converted to completions");
    }

    @Override
    public EventWriter eventWriter(Frame frame) {
        return new TextWriter(frame);
    }
}
