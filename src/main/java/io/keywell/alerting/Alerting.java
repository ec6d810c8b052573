package io.keywell.alerting;

import io.keywell.core.Clock;
import java.util.List;

/** Looks at the gateway now and then, and tells every webhook what has become wrong, or right again. */
public final class Alerting {

    private final Rules rules = new Rules();
    private final Memory memory;
    private final List<Mailbox> mailboxes;
    private final Clock clock;

    /**
     * @param replica how this one is called in notices
     * @param repeatMillis after which somebody is reminded of what is still wrong
     * @param perMinute most notices in a minute
     */
    public Alerting(List<Webhook> hooks, String replica, long repeatMillis, int perMinute, Clock clock, Way way) {
        this.memory = new Memory(repeatMillis, perMinute);
        this.mailboxes = hooks.stream()
                .map(hook -> new Mailbox(hook, replica, way.post(), way.later(), clock))
                .toList();
        this.clock = clock;
    }

    /** How notices get out. */
    public record Way(Post post, Later later) {}

    /** Call it every few seconds, one call at a time. */
    public synchronized void look(Situation now) {
        long millis = clock.epochMillis();
        for (Notice notice : memory.remember(rules.look(now, millis), millis)) {
            mailboxes.forEach(mailbox -> mailbox.add(notice));
        }
    }
}
