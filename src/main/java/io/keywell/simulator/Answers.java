package io.keywell.simulator;

import io.keywell.core.Operation;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a family answers: heads, documents and streams. Stateless. */
interface Answers {

    /** Sets all headers but the content's. */
    void head(MultiMap headers, Head head);

    /** The list of models. */
    String models();

    /** The answer to what is no chat and no completion, null for those. */
    @Nullable
    String document(Operation operation, Ask ask);

    /** The id of an answer. */
    String id(Operation operation, String number);

    /** A reply as one JSON document. */
    String json(Reply reply, boolean usage);

    /** A reply as a stream. */
    Events events(Reply reply);

    /** How the stream is written. */
    default Framing framing(Ask ask) {
        return ServerSentEvents.PLAIN;
    }

    /** The answer to a prompt that was refused for its content, where that is no error but a good answer; else null. */
    default @Nullable String blocked(Reply reply) {
        return null;
    }

    /**
     * @param pool null when the key is unknown
     * @param standing null when nothing was counted
     * @param tookMillis since the request came
     */
    record Head(
            String requestId,
            @Nullable SimulatedPool pool,
            @Nullable Standing standing,
            long tookMillis,
            long nowMillis) {}

    /** The events of one stream in their order. */
    interface Events {

        /** What comes before any content. */
        List<Event> opening();

        List<Event> content();

        /** What follows the content, to the end. */
        List<Event> closing(boolean usage);

        /** An error in the stream's clothes. */
        Event error(String json);
    }

    /** @param name null when the events of the family have none */
    record Event(@Nullable String name, String data) {

        private static final String COMMENT = ":";

        /** A line that says nothing, where streams are text. */
        static Event comment(String text) {
            return new Event(COMMENT, text);
        }

        boolean isComment() {
            return COMMENT.equals(name);
        }
    }
}
