package io.keywell.protocol.bedrock;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.Parameter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converse's sides of conversions. Callers do not speak it, so it reads no requests and writes no answers. */
public final class BedrockSides implements ChatSides {

    private static final Set<Feature> NO_SCHEMAS = Set.of(Feature.OUTPUT_SCHEMA);

    private static final Set<Feature> CANNOT = Set.copyOf(
            EnumSet.of(Feature.IMAGE_URL_IN, Feature.DOCUMENT_URL_IN, Feature.AUDIO_IN, Feature.OUTPUT_JSON));

    @Override
    public Dialect dialect() {
        return Dialect.BEDROCK;
    }

    @Override
    public Read readRequest(Bytes body, String model, boolean stream) {
        return new Read.Malformed(GatewayError.invalid("This dialect is not served to callers.", null));
    }

    @Override
    public Set<Feature> cannotExpress() {
        return CANNOT;
    }

    @Override
    public Set<Feature> refusedBy(String upstreamModel) {
        return Family.writesSchemas(upstreamModel) ? Set.of() : NO_SCHEMAS;
    }

    @Override
    public String nameOf(Parameter parameter) {
        throw new UnsupportedOperationException("callers do not speak Converse");
    }

    @Override
    public Written writeRequest(ChatRequest request, String upstreamModel) {
        return new ConverseRequest(request, upstreamModel).write();
    }

    @Override
    public @Nullable ChatAnswer readAnswer(Bytes body) {
        return ConverseAnswer.read(body);
    }

    @Override
    public Bytes writeAnswer(ChatAnswer answer, Frame frame) {
        throw new UnsupportedOperationException("callers do not speak Converse");
    }

    @Override
    public EventReader eventReader() {
        return new ConverseEvents();
    }

    @Override
    public EventWriter eventWriter(Frame frame) {
        throw new UnsupportedOperationException("callers do not speak Converse");
    }
}
