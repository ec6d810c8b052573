package io.keywell.waiting;

import io.keywell.quota.Notes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** Carries notes between rooms: late, some never, and none while it is cut. */
final class Post {

    private final Stage stage;
    private final Random random;
    private final List<Box> boxes = new ArrayList<>();
    long leastMillis = 50;
    long mostMillis = 250;
    double lost = 0.1;
    boolean cut;
    long published;
    long bytes;

    Post(Stage stage, Random random) {
        this.stage = stage;
        this.random = random;
    }

    Notes box(String replica) {
        Box box = new Box(replica);
        boxes.add(box);
        return box;
    }

    /** It sends and receives nothing any more. */
    void leave(int box) {
        boxes.get(box).gone = true;
    }

    final class Box implements Notes {
        private final String replica;
        private boolean gone;
        private final List<BiConsumer<String, byte[]>> listeners = new ArrayList<>();

        Box(String replica) {
            this.replica = replica;
        }

        @Override
        public void publish(String topic, byte[] note, Duration lifespan) {
            if (gone) {
                return;
            }
            published++;
            bytes += note.length;
            for (Box other : boxes) {
                if (other != this && !other.gone && !cut && random.nextDouble() >= lost) {
                    long delay = leastMillis + random.nextInt((int) (mostMillis - leastMillis + 1));
                    stage.plan(
                            stage.epochMillis() + delay,
                            () -> other.listeners.forEach(listener -> listener.accept(replica, note)));
                }
            }
        }

        @Override
        public void onNote(String topic, BiConsumer<String, byte[]> listener) {
            listeners.add(listener);
        }
    }
}
