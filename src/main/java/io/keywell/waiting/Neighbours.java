package io.keywell.waiting;

import io.keywell.core.Clock;
import io.keywell.quota.Notes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the fair order fair over all replicas. While anybody waits, here or elsewhere, a note goes out several times a
 * second, and what the notes come to is put into the order here and told to those who divide the capacity. As long as
 * nobody wants anything elsewhere one a second is enough; silent in a quiet cluster, and for a replica that is alone.
 */
final class Neighbours<T> {

    static final String TOPIC = "waiting";

    private static final long PERIOD_MILLIS = 150;

    /** As long as no other replica wants anything: whoever begins to is heard at once. Notes live longer, counts go on. */
    private static final long ALONE_MILLIS = 1_000;

    /** Notes come late, and some never. */
    private static final int UNHEARD = 10;

    private static final Duration LIFESPAN = Duration.ofSeconds(2);

    private final FairOrder<T> order;
    private final Lock lock;
    private final Clock clock;
    private final Timers timers;
    private final Notes notes;
    private final Claims claims;
    private final boolean any;

    private final Picture picture = new Picture();

    // Guarded by the lock.
    private final NoteWriter<T> writer;
    private boolean ticking;
    private int unheard;
    private long plans;
    private Timers.@Nullable Cancel slow;

    /** Only the tick knows it, and there is one at a time. */
    private NeighbourNote own = NeighbourNote.EMPTY;

    Neighbours(FairOrder<T> order, Lock lock, Clock clock, Timers timers, Notes notes, Claims claims) {
        this.order = order;
        this.lock = lock;
        this.clock = clock;
        this.timers = timers;
        this.notes = notes;
        this.claims = claims;
        this.any = notes != Notes.NONE;
        this.writer = new NoteWriter<>(clock.epochMillis(), clock.nanoTime());
    }

    /** Listens to the others from now on. */
    void listen() {
        notes.onNote(TOPIC, this::hear);
    }

    /** Somebody came to a line that is not quiet. Under the lock. */
    void attend() {
        if (any && !ticking) {
            ticking = true;
            plan(PERIOD_MILLIS);
        }
    }

    private Timers.Cancel plan(long delayMillis) {
        long number = ++plans;
        return timers.at(delayMillis, () -> tick(number));
    }

    /** Another replica wants something. Under the lock. */
    private void accompanied() {
        unheard = 0;
        if (slow != null) {
            slow.cancel();
            slow = null;
            plan(PERIOD_MILLIS);
        }
    }

    private void hear(String replica, byte[] bytes) {
        NeighbourNote note = bytes.length == 0 ? NeighbourNote.EMPTY : NoteFormat.decode(bytes);
        if (note == null) {
            return;
        }
        if (bytes.length == 0) {
            picture.gone(replica);
        } else {
            picture.hear(replica, note, clock.nanoTime());
        }
        lock.lock();
        try {
            order.hear(note, clock.epochMillis());
            if (!note.isEmpty()) {
                accompanied();
            }
            attend();
        } finally {
            lock.unlock();
        }
    }

    /** Most of it is done outside the room's lock: many consumers take a while to weigh. */
    private void tick(long number) {
        if (!begins(number)) {
            return;
        }
        long now = clock.nanoTime();
        NeighbourNote before = own;
        own = write(now);
        NeighbourNote note = own;
        boolean worthTelling = !note.isEmpty() || !before.isEmpty();
        // The one before is as old as what is known of the others; a first note is all there is.
        picture.hearOwn(before.isEmpty() ? note : before, now);
        Weighing weighing = picture.weigh(now);
        // Whatever a listener does wrong, the next tick is planned by now.
        follow(weighing, worthTelling);
        if (worthTelling) {
            notes.publish(TOPIC, NoteFormat.encode(note), LIFESPAN);
        }
        if (weighing != Weighing.ALONE) {
            tell(weighing);
        }
    }

    /** Not when another was planned in its place. */
    private boolean begins(long number) {
        lock.lock();
        try {
            boolean planned = number == plans;
            slow = planned ? null : slow;
            return planned;
        } finally {
            lock.unlock();
        }
    }

    private NeighbourNote write(long now) {
        lock.lock();
        try {
            return writer.write(order, clock.epochMillis(), now);
        } finally {
            lock.unlock();
        }
    }

    private void follow(Weighing weighing, boolean goOn) {
        lock.lock();
        try {
            order.follow(weighing);
            ticking = false;
            if (weighing == Weighing.ALONE && unheard < UNHEARD) {
                unheard++;
            }
            if (goOn && unheard == UNHEARD) {
                ticking = true;
                slow = plan(ALONE_MILLIS);
            } else if (goOn || !picture.alone()) {
                attend();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(Weighing weighing) {
        Map<String, Claim> byLine = new HashMap<>();
        weighing.lines().forEach((line, part) -> byLine.put(line, part.claim()));
        claims.told(byLine);
    }
}
