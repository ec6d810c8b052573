package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.SharedCache.COOL_DOWNS;

import io.keywell.core.Clock;
import io.keywell.quota.CoolDown;
import io.keywell.quota.CoolDownChange;
import io.keywell.quota.CoolDowns;
import io.keywell.quota.Scope;
import io.keywell.quota.infinispan.CoolDownCodec.Told;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other replicas what this one finds out about keys, pools and models, and this one what they find out. An entry
 * for each scope, which stays until its cool-down is over; an end is an entry too, which stays long enough for a replica
 * that is just changing its server. While the cluster is away, cool-downs are this replica's own; afterwards all that are
 * in force are told again.
 *
 * <p>What is said of a key counts only for the secret that it was said of: when a key is replaced, some replicas have the
 * old secret for a while.
 */
public final class SharedCoolDowns {

    private static final long END_STAYS_MILLIS = 60_000;

    /** One without an end is forgotten after this unless a replica remembers it, or nobody could ever clean it up. */
    private static final long LONGEST_MILLIS = 86_400_000;

    private final CoolDowns coolDowns;
    private final InfinispanLink link;
    private final String replica;
    private final ToIntFunction<Scope> credentials;
    private final Clock clock;
    private final EntryFeed feed;
    private final Outbox outbox;

    /**
     * @param replica this one's id
     * @param credentials tells the secrets of a scope's key from each other; 0 when the scope has none
     */
    public SharedCoolDowns(
            CoolDowns coolDowns, InfinispanLink link, String replica, ToIntFunction<Scope> credentials, Clock clock) {
        this.coolDowns = coolDowns;
        this.link = link;
        this.replica = replica;
        this.credentials = credentials;
        this.clock = clock;
        this.feed = new EntryFeed(link, COOL_DOWNS, this::told);
        this.outbox = new Outbox(link, COOL_DOWNS, clock);
    }

    /** Before the link is started. */
    public void start() {
        coolDowns.onOwnChange(this::tell);
        link.onReached(() -> {
            feed.attach();
            coolDowns.inForce().forEach(this::remind);
        });
    }

    private void tell(CoolDownChange change) {
        Told told = new Told(replica, credentials.applyAsInt(change.scope()), change);
        outbox.post(CoolDownCodec.key(change.scope()), CoolDownCodec.value(told), endOf(change));
    }

    private long endOf(CoolDownChange change) {
        long now = clock.epochMillis();
        return change instanceof CoolDownChange.Cooled cooled
                ? Math.min(cooled.coolDown().untilMillis(), now + LONGEST_MILLIS)
                : now + END_STAYS_MILLIS;
    }

    private void told(byte[] key, byte[] value) {
        Told told = CoolDownCodec.read(key, value);
        if (told != null && !told.replica().equals(replica) && isOfOurSecret(told)) {
            coolDowns.learn(told.change());
        }
    }

    private boolean isOfOurSecret(Told told) {
        return told.credential() == credentials.applyAsInt(told.change().scope());
    }

    /** Tells one again unless the cluster has a better one: another replica may have found out more. */
    private void remind(CoolDownChange.Cooled cooled) {
        byte[] key = CoolDownCodec.key(cooled.scope());
        var unused = link.<byte @Nullable []>ask(COOL_DOWNS, cache -> cache.getAsync(key))
                .thenAccept(value -> {
                    Told there = value == null ? null : CoolDownCodec.read(key, value);
                    if (there == null || isShorter(there, cooled.coolDown())) {
                        tell(cooled);
                    }
                });
    }

    private static boolean isShorter(Told there, CoolDown ours) {
        return there.change() instanceof CoolDownChange.Cooled cooled
                && cooled.coolDown().untilMillis() < ours.untilMillis();
    }
}
