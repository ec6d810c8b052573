package io.keywell.protocol.chat;

import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.GatewayError;
import io.keywell.protocol.chat.ChatRequest.Feature;
import java.util.List;
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

    /** What a request of this dialect can never express. */
    Set<Feature> cannotExpress();

    /**
     * The request as a provider of this dialect wants it. Whatever of it is dropped is harmless and named.
     *
     * @param upstreamModel the provider's name of the model
     */
    Written writeRequest(ChatRequest request, String upstreamModel);

    /** A provider's whole answer; null when it is none of this dialect. */
    @Nullable
    ChatAnswer readAnswer(Bytes body);

    /** The answer for a caller. */
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
     * @param lossy names of the caller's parameters that the body cannot express, as the caller's dialect writes them
     */
    record Written(Bytes body, List<String> lossy) {
        public Written {
            lossy = List.copyOf(lossy);
        }
    }

    /**
     * What an answer says of itself beside its content.
     *
     * @param id for a provider's answer without one: unique, letters and digits
     * @param model as the caller asked for it
     * @param createdSeconds epoch seconds
     * @param usageAsked whether the caller wants the usage in its stream, where its dialect lets it choose
     */
    record Frame(String id, String model, long createdSeconds, boolean usageAsked) {}

    /** Reads one stream, event by event as the transport cut them. */
    interface EventReader {

        /**
         * @param event one whole event: an SSE block with or without its line ends, or a binary message's headers already
         *     turned into {@code :event-type} name and payload by the transport's framer
         */
        void read(byte[] event, int from, int to, Consumer<ChatEvent> sink);

        /** The connection ended. A stream that has not said that it is complete was cut off: then a Failed follows. */
        void end(Consumer<ChatEvent> sink);
    }

    /** Writes one stream for a caller. */
    interface EventWriter {

        /** The bytes for the caller, maybe none. */
        Bytes write(ChatEvent event);
    }
}
