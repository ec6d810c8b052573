package io.keywell.protocol.gemini;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.Parameter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gemini's sides of conversions. */
public final class GeminiSides implements ChatSides {

    /** Addresses it fetches only where Google keeps files itself. */
    private static final Set<Feature> CANNOT = Set.copyOf(
            EnumSet.of(Feature.IMAGE_URL_IN, Feature.AUDIO_URL_IN, Feature.DOCUMENT_URL_IN, Feature.PREFILL));

    @Override
    public Dialect dialect() {
        return Dialect.GEMINI;
    }

    @Override
    public Read readRequest(Bytes body, String model, boolean stream) {
        return new RequestIn(model, stream).read(body);
    }

    @Override
    public Set<Feature> cannotExpress() {
        return CANNOT;
    }

    @Override
    public String nameOf(Parameter parameter) {
        return switch (parameter) {
            case TEMPERATURE -> "generationConfig.temperature";
            case TOP_P -> "generationConfig.topP";
            case TOP_K -> "generationConfig.topK";
            case PRESENCE_PENALTY -> "generationConfig.presencePenalty";
            case FREQUENCY_PENALTY -> "generationConfig.frequencyPenalty";
            case SEED -> "generationConfig.seed";
            case STOP -> "generationConfig.stopSequences";
            case THINKING -> "generationConfig.thinkingConfig";
            case THINKING_BUDGET -> "generationConfig.thinkingConfig.thinkingBudget";
            case THINKING_EFFORT -> "generationConfig.thinkingConfig.thinkingLevel";
            case THINKING_VISIBLE -> "generationConfig.thinkingConfig.includeThoughts";
            case SCHEMA_STRICT, SCHEMA_NAME -> "generationConfig.responseJsonSchema";
            case METADATA -> "labels";
            case MEDIA_NAME -> "contents.parts.inlineData.displayName";
            case TOOL_RESULT_ERROR -> "contents.parts.functionResponse.response.error";
            case EARLIER_REASONING -> "contents.parts.thoughtSignature";
            // A caller of this dialect cannot say these.
            case PARALLEL_TOOLS, TOOL_STRICT, USER, CACHE_HINT, IMAGE_DETAIL ->
                parameter.name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public Written writeRequest(ChatRequest request, String upstreamModel) {
        return new RequestOut(request, upstreamModel).write();
    }

    @Override
    public @Nullable ChatAnswer readAnswer(Bytes body) {
        return AnswerIn.read(body);
    }

    @Override
    public Bytes writeAnswer(ChatAnswer answer, Frame frame) {
        return AnswerOut.write(answer, frame);
    }

    @Override
    public EventReader eventReader() {
        return new EventsIn();
    }

    @Override
    public EventWriter eventWriter(Frame frame) {
        return new EventsOut(frame);
    }
}
