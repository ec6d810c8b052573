package io.keywell.alerting;

import io.keywell.core.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notices on their way to one webhook, in order, one at a time. What fails is sent again, later and later; what the
 * receiver does not want is dropped, as is the oldest when too many wait. Any thread.
 */
final class Mailbox {

    private static final Logger LOG = Logger.getLogger(Mailbox.class);

    private static final int MOST = 100;
    private static final int MOST_TRIES = 12;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 300_000;

    private final Webhook hook;
    private final String replica;
    private final Post post;
    private final Later later;
    private final Clock clock;
    private final Deque<Notice> waiting = new ArrayDeque<>();

    private boolean busy;

    Mailbox(Webhook hook, String replica, Post post, Later later, Clock clock) {
        this.hook = hook;
        this.replica = replica;
        this.post = post;
        this.later = later;
        this.clock = clock;
    }

    void add(Notice notice) {
        synchronized (this) {
            if (waiting.size() == MOST) {
                waiting.removeFirst();
                LOG.warnf("Too many notices wait for webhook %s; the oldest is dropped", hook.name());
            }
            waiting.addLast(notice);
        }
        next();
    }

    private void next() {
        Notice notice = take();
        if (notice != null) {
            send(notice, 1);
        }
    }

    private synchronized @Nullable Notice take() {
        if (busy) {
            return null;
        }
        Notice notice = waiting.pollFirst();
        busy = notice != null;
        return notice;
    }

    /** Signed anew each time: a receiver looks at the time of the signature. */
    private void send(Notice notice, int tries) {
        Letter letter = Letter.of(notice, hook, replica, clock.epochMillis());
        var unused = post.send(hook.url(), letter.headers(), letter.body())
                .whenComplete((status, failure) -> answered(notice, tries, failure == null ? status : 0));
    }

    /** @param status 0 = there was no answer */
    private void answered(Notice notice, int tries, int status) {
        boolean again = status == 0 || status == 408 || status == 429 || status >= 500;
        if (again && tries < MOST_TRIES) {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (tries - 1));
            later.after(pause, () -> send(notice, tries + 1));
            return;
        }
        if (status < 200 || status >= 300) {
            LOG.warnf(
                    "Webhook %s did not take the notice %s: %s",
                    hook.name(), notice.finding().alert().title(), status == 0 ? "no answer" : "status " + status);
        }
        synchronized (this) {
            busy = false;
        }
        next();
    }
}
