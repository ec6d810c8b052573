package io.keywell.quota;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Short notes that replicas leave for each other. The last note of a replica on a topic counts; notes arrive late, may be
 * skipped, and vanish by themselves: they are hints, nothing that must be exact is built on them.
 */
public interface Notes {

    /** For a replica that is alone. */
    Notes NONE = new Notes() {
        @Override
        public void publish(String topic, byte[] note, Duration lifespan) {}

        @Override
        public void onNote(String topic, BiConsumer<String, byte[]> listener) {}
    };

    /** Leaves this replica's note in the place of its last one. Returns at once; a note that cannot be left is dropped. */
    void publish(String topic, byte[] note, Duration lifespan);

    /**
     * Told of every note of the others: with the replica's id and the note, which is empty when it has gone. Called on any
     * thread, must not block.
     */
    void onNote(String topic, BiConsumer<String, byte[]> listener);
}
