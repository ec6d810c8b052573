package io.keywell.protocol.chat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.protocol.chat.ChatRequest.Feature;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One dialect's sides of conversions between dialects. Stateless; readers and writers of streams are made for each
 * stream and used on one thread.
 */
public interface ChatSides {

    Dialect dialect();

    /** A caller's request. A dialect that only providers speak refuses it. */
    Read readRequest(Bytes body, String model, boolean stream);

    /**
     * What a request of this dialect can never express. What {@link Feature#neverCrosses never crosses} need not be named.
     */
    Set<Feature> cannotExpress();

    /** What a model of a provider cannot express besides, though the dialect can. */
    default Set<Feature> refusedBy(String upstreamModel) {
        return Set.of();
    }

    /** A parameter as this dialect's callers write it: {@code top_p}, {@code generationConfig.topP}. */
    String nameOf(Parameter parameter);

    /**
     * The request as a provider of this dialect wants it. Whatever of it is dropped is harmless and named.
     *
     * @param upstreamModel the provider's name of the model
     */
    Written writeRequest(ChatRequest request, String upstreamModel);

    /** A provider's whole answer; null when it is none of this dialect. */
    @Nullable
    ChatAnswer readAnswer(Bytes body);

    /** The answer for a caller of this dialect. */
    Bytes writeAnswer(ChatAnswer answer, Frame frame);

    /** Reads a provider's stream. */
    EventReader eventReader();

    /** Writes a caller's stream. */
    EventWriter eventWriter(Frame frame);

    /** What came of reading a request. */
    sealed interface Read {
        record Understood(ChatRequest request) implements Read {}

        record Malformed(GatewayError error) implements Read {}
    }

    /**
     * @param dropped what the request says and the body does not
     * @param carried names in {@link ChatRequest#further} that the body expresses after all, because this dialect has the
     *     same field as the caller's; mostly none
     */
    record Written(Bytes body, Set<Parameter> dropped, Set<String> carried) {
        public Written {
            dropped = Set.copyOf(dropped);
            carried = Set.copyOf(carried);
        }

        public Written(Bytes body, Set<Parameter> dropped) {
            this(body, dropped, Set.of());
        }
    }

    /**
     * What an answer says of itself beside its content.
     *
     * @param id unique, letters and digits; the dialect puts its own prefix before it
     * @param createdSeconds epoch seconds
     * @param usageAsked whether the caller wants the usage in its stream, where its dialect lets it choose
     * @param request what the caller asked, for dialects whose answers repeat it
     */
    record Frame(String id, long createdSeconds, boolean usageAsked, ChatRequest request) {

        /** As the caller asked for it. */
        public String model() {
            return request.model();
        }
    }

    /** Reads one stream, event by event as the transport cut them. */
    interface EventReader {

        /**
         * Never throws: what cannot be read is a {@link ChatEvent.Failed}, and comments and unknown events are nothing.
         *
         * @param event one whole event as an SSE block, with or without its line ends; a framer of a binary transport turns
         *     a message into one, {@code event:} its type and {@code data:} its payload. Not kept
         */
        void read(byte[] event, int from, int to, Consumer<ChatEvent> sink);

        /**
         * The connection ended. What was still open is ended; a stream that has not said why it finished was cut off: then a
         * Failed follows.
         */
        void end(Consumer<ChatEvent> sink);
    }

    /** Writes one stream for a caller. */
    interface EventWriter {

        /**
         * The bytes for the caller, maybe none. None for a Failed, too: the caller's {@code Protocol} words errors.
         */
        Bytes write(ChatEvent event);
    }
}
