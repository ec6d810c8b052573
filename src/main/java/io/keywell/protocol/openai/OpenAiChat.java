package io.keywell.protocol.openai;

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

/** Chat completions, for callers whose provider speaks something else and for providers whose caller does. */
public final class OpenAiChat implements ChatSides {

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public Read readRequest(Bytes body, String model, boolean stream) {
        return new ChatBodyReader(model, stream).read(body);
    }

    @Override
    public Set<Feature> cannotExpress() {
        return EnumSet.of(Feature.VIDEO_IN, Feature.AUDIO_URL_IN, Feature.DOCUMENT_URL_IN, Feature.PREFILL);
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
            case TOOL_STRICT -> "tools.function.strict";
            case SCHEMA_STRICT -> "response_format.json_schema.strict";
            case SCHEMA_NAME -> "response_format.json_schema.name";
            case THINKING, THINKING_BUDGET, THINKING_EFFORT, THINKING_VISIBLE -> "reasoning_effort";
            case USER -> "user";
            case METADATA -> "metadata";
            case CACHE_HINT -> "messages.content.cache_control";
            case IMAGE_DETAIL -> "messages.content.image_url.detail";
            case MEDIA_NAME -> "messages.content.file.filename";
            case TOOL_RESULT_ERROR -> "messages.content";
            case EARLIER_REASONING -> "messages.reasoning_content";
        };
    }

    @Override
    public Written writeRequest(ChatRequest request, String upstreamModel) {
        return new ChatBodyWriter(request, upstreamModel).write();
    }

    @Override
    public @Nullable ChatAnswer readAnswer(Bytes body) {
        return CompletionReader.read(body);
    }

    @Override
    public Bytes writeAnswer(ChatAnswer answer, Frame frame) {
        return CompletionWriter.write(answer, frame);
    }

    @Override
    public EventReader eventReader() {
        return new ChunkReader();
    }

    @Override
    public EventWriter eventWriter(Frame frame) {
        return new ChunkWriter(frame);
    }
}
