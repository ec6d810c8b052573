package io.keywell.protocol.convert;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Usage;
import io.keywell.protocol.chat.ChatAnswer;
import io.keywell.protocol.chat.ChatRequest;
import io.keywell.protocol.chat.ChatRequest.Feature;
import io.keywell.protocol.chat.ChatSides;
import io.keywell.protocol.chat.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How calls of one dialect reach providers of another one. Stateless; the streams that it makes are not.
 *
 * <p>A call is {@linkplain #read read} once and kept; for each attempt its body is {@linkplain #request written}, and the
 * attempt's answer comes back by {@link #answer} or {@link #stream}.
 */
public final class Conversion {

    private final ChatSides from;
    private final ChatSides to;
    private final Set<Feature> cannotExpress;

    Conversion(ChatSides from, ChatSides to) {
        this.from = from;
        this.to = to;
        Set<Feature> cannot = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (feature.neverCrosses() || to.cannotExpress().contains(feature)) {
                cannot.add(feature);
            }
        }
        cannotExpress = Collections.unmodifiableSet(cannot);
    }

    /** The caller's dialect. */
    public Dialect from() {
        return from.dialect();
    }

    /** The provider's dialect. */
    public Dialect to() {
        return to.dialect();
    }

    /** The features that it cannot carry to any model. */
    public Set<Feature> cannotExpress() {
        return cannotExpress;
    }

    /**
     * What the request needs and does not get this way; unless it is empty, the request must not be sent so.
     *
     * @param upstreamModel the provider's name of the model
     */
    public Set<Feature> missing(ChatRequest request, String upstreamModel) {
        if (request.needs().isEmpty()) {
            return Set.of();
        }
        Set<Feature> missing = EnumSet.copyOf(request.needs());
        Set<Feature> refused = to.refusedBy(upstreamModel);
        missing.removeIf(feature -> !cannotExpress.contains(feature) && !refused.contains(feature));
        return missing;
    }

    /**
     * Reads a caller's request; the same for all conversions from its dialect, so it is done once for a call.
     *
     * @param model as the path or the body says it
     */
    public ChatSides.Read read(Bytes body, String model, boolean stream) {
        return from.readRequest(body, model, stream);
    }

    /** The body for the provider. */
    public Request request(ChatRequest request, String upstreamModel) {
        ChatSides.Written written = to.writeRequest(request, upstreamModel);
        Set<String> lossy = new TreeSet<>(request.further().keySet());
        lossy.removeAll(written.carried());
        for (Parameter parameter : written.dropped()) {
            lossy.add(from.nameOf(parameter));
        }
        return new Request(written.body(), new ArrayList<>(lossy));
    }

    /** The caller's answer, made of the provider's whole one; null when that cannot be read. */
    public @Nullable Answer answer(Bytes body, ChatSides.Frame frame) {
        ChatAnswer answer = to.readAnswer(body);
        return answer == null ? null : new Answer(from.writeAnswer(answer, frame), answer.usage());
    }

    /** For one stream. */
    public ConvertedStream stream(ChatSides.Frame frame) {
        return new ConvertedStream(to.eventReader(), from.eventWriter(frame));
    }

    /** @param lossy the caller's parameters that the body does not express, as the caller writes them, sorted */
    public record Request(Bytes body, List<String> lossy) {
        public Request {
            lossy = List.copyOf(lossy);
        }
    }

    /** @param usage null when the provider reported none */
    public record Answer(Bytes body, @Nullable Usage usage) {}
}
