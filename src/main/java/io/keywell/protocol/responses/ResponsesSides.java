package io.keywell.protocol.responses;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.Parameter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Responses, for callers whose provider speaks something else and for providers whose caller does. What is converted is
 * never stored: a provider is told so, and a caller is.
 */
public final class ResponsesSides implements ChatSides {

    @Override
    public Dialect dialect() {
        return Dialect.RESPONSES;
    }

    @Override
    public Read readRequest(Bytes body, String model, boolean stream) {
        return new BodyReader(model, stream).read(body);
    }

    @Override
    public Set<Feature> cannotExpress() {
        return EnumSet.of(
                Feature.AUDIO_IN, Feature.AUDIO_URL_IN, Feature.VIDEO_IN, Feature.STOP_SEQUENCES, Feature.PREFILL);
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
            case STOP -> "stop";
            case PARALLEL_TOOLS -> "parallel_tool_calls";
            case TOOL_STRICT -> "tools.strict";
            case SCHEMA_STRICT -> "text.format.strict";
            case SCHEMA_NAME -> "text.format.name";
            case THINKING, THINKING_BUDGET, THINKING_EFFORT -> "reasoning.effort";
            case THINKING_VISIBLE -> "reasoning.summary";
            case USER -> "user";
            case METADATA -> "metadata";
            case CACHE_HINT -> "input.content.cache_control";
            case IMAGE_DETAIL -> "input.content.detail";
            case MEDIA_NAME -> "input.content.filename";
            case TOOL_RESULT_ERROR -> "input.output";
            case EARLIER_REASONING -> "input.reasoning";
        };
    }

    @Override
    public Written writeRequest(ChatRequest request, String upstreamModel) {
        return new BodyWriter(request, upstreamModel).write();
    }

    @Override
    public @Nullable ChatAnswer readAnswer(Bytes body) {
        return ResponseReader.read(body);
    }

    @Override
    public Bytes writeAnswer(ChatAnswer answer, Frame frame) {
        return ResponseWriter.write(answer, frame);
    }

    @Override
    public EventReader eventReader() {
        return new ResponseEventReader();
    }

    @Override
    public EventWriter eventWriter(Frame frame) {
        return new ResponseEventWriter(frame);
    }
}
