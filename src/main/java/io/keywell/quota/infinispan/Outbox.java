package io.keywell.quota.infinispan;

import io.keywell.core.Clock;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a shared cache, without making anybody wait: the latest value of each key, one write of a key at a time so that
 * none overtakes another, and again after a failure until the value has no time left.
 */
final class Outbox {

    private static final long RETRY_MILLIS = 1_000;

    private final InfinispanLink link;
    private final SharedCache which;
    private final Clock clock;
    private final Map<ByteBuffer, Box> boxes = new HashMap<>();

    /**
     * @param key of the entry
     * @param value its bytes
     * @param endsAtMillis epoch milliseconds from which on it need not be there
     */
    private record Letter(byte[] key, byte[] value, long endsAtMillis) {}

    private static final class Box {
        Letter latest;

        Box(Letter first) {
            latest = first;
        }
    }

    Outbox(InfinispanLink link, SharedCache which, Clock clock) {
        this.link = link;
        this.which = which;
        this.clock = clock;
    }

    /** Takes a value in place of the key's last one; returns at once. */
    void post(byte[] key, byte[] value, long endsAtMillis) {
        Letter letter = new Letter(key, value, endsAtMillis);
        synchronized (this) {
            Box box = boxes.get(ByteBuffer.wrap(key));
            if (box != null) {
                box.latest = letter;
                return;
            }
            boxes.put(ByteBuffer.wrap(key), new Box(letter));
        }
        write(letter);
    }

    private void write(Letter letter) {
        long millis = letter.endsAtMillis() - clock.epochMillis();
        if (millis <= 0) {
            written(letter);
            return;
        }
        var unused = link.ask(
                        which, cache -> cache.putAsync(letter.key(), letter.value(), millis, TimeUnit.MILLISECONDS))
                .whenComplete((before, failure) -> {
                    if (failure == null) {
                        written(letter);
                    } else {
                        link.later(RETRY_MILLIS, () -> write(latest(letter)));
                    }
                });
    }

    private void written(Letter letter) {
        Letter next;
        synchronized (this) {
            next = latest(letter);
            if (next == letter) {
                boxes.remove(ByteBuffer.wrap(letter.key()));
                return;
            }
        }
        write(next);
    }

    private synchronized Letter latest(Letter written) {
        Box box = boxes.get(ByteBuffer.wrap(written.key()));
        return box == null ? written : box.latest;
    }
}
