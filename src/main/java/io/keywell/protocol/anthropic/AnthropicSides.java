package io.keywell.protocol.anthropic;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.ClaudeModel;
import io.keywell.protocol.chat.Parameter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages, for callers and providers of other dialects. */
public final class AnthropicSides implements ChatSides {

    /** An output schema it knows, but not "some JSON". */
    private static final Set<Feature> NO_SCHEMAS = Set.of(Feature.OUTPUT_SCHEMA);

    private static final Set<Feature> CANNOT = EnumSet.of(Feature.OUTPUT_JSON, Feature.AUDIO_IN, Feature.VIDEO_IN);

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public Read readRequest(Bytes body, String model, boolean stream) {
        return RequestReader.read(body, model, stream);
    }

    @Override
    public Set<Feature> cannotExpress() {
        return CANNOT;
    }

    @Override
    public Set<Feature> refusedBy(String upstreamModel) {
        return ClaudeModel.of(upstreamModel).outputSchemas() ? Set.of() : NO_SCHEMAS;
    }

    @Override
    public String nameOf(Parameter parameter) {
        return switch (parameter) {
            case TEMPERATURE -> "temperature";
            case TOP_P -> "top_p";
            case TOP_K -> "top_k";
            case PRESENCE_PENALTY -> "presence_penalty";
            case FREQUENCY_PENALTY -> "frequency_penalty";
            case SEED -> "seed";
            case STOP -> "stop_sequences";
            case PARALLEL_TOOLS -> "tool_choice.disable_parallel_tool_use";
            case TOOL_STRICT -> "tools.strict";
            case SCHEMA_STRICT, SCHEMA_NAME -> "output_config.format";
            case THINKING -> "thinking";
            case THINKING_BUDGET -> "thinking.budget_tokens";
            case THINKING_EFFORT -> "output_config.effort";
            case THINKING_VISIBLE -> "thinking.display";
            case USER -> "metadata.user_id";
            case METADATA -> "metadata";
            case CACHE_HINT -> "cache_control";
            case IMAGE_DETAIL -> "messages.content.source";
            case MEDIA_NAME -> "messages.content.title";
            case TOOL_RESULT_ERROR -> "messages.content.is_error";
            case EARLIER_REASONING -> "messages.content.thinking";
        };
    }

    @Override
    public Written writeRequest(ChatRequest request, String upstreamModel) {
        return new RequestWriter(request, upstreamModel).write();
    }

    @Override
    public @Nullable ChatAnswer readAnswer(Bytes body) {
        return AnswerReader.read(body);
    }

    @Override
    public Bytes writeAnswer(ChatAnswer answer, Frame frame) {
        return AnswerWriter.write(answer, frame);
    }

    @Override
    public EventReader eventReader() {
        return new StreamReader();
    }

    @Override
    public EventWriter eventWriter(Frame frame) {
        return new StreamWriter(frame);
    }
}
