package io.keywell.alerting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Clock;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final List<String> sent = new ArrayList<>();
    private final Deque<CompletableFuture<Integer>> open = new ArrayDeque<>();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final List<Long> pauses = new ArrayList<>();

    private final Mailbox mailbox = new Mailbox(
            new Webhook("ops", URI.create("https://hooks.example.com"), Webhook.Format.GENERIC, null),
            "keywell-0",
            (url, headers, body) -> {
                sent.add(new String(body, UTF_8).replaceAll(".*\"subject\":\"([^\"]*)\".*", "$1"));
                CompletableFuture<Integer> answer = new CompletableFuture<>();
                open.add(answer);
                return answer;
            },
            (millis, task) -> {
                pauses.add(millis);
                timers.add(task);
            },
            Clock.system());

    private void add(String subject) {
        mailbox.add(new Notice(new Finding(Alert.EXHAUSTED, subject, "dry"), true, 0));
    }

    @Test
    void noticesAreSentInOrderOneAtATime() {
        add("a");
        add("b");
        assertThat(sent).containsExactly("a");

        open.remove().complete(200);

        assertThat(sent).containsExactly("a", "b");
    }

    @Test
    void whatFailsIsSentAgainLaterAndLater() {
        add("a");
        open.remove().complete(503);
        timers.remove().run();
        open.remove().completeExceptionally(new IllegalStateException("no connection"));
        timers.remove().run();
        open.remove().complete(429);
        timers.remove().run();
        open.remove().complete(204);

        assertThat(sent).containsExactly("a", "a", "a", "a");
        assertThat(pauses).containsExactly(1_000L, 2_000L, 4_000L);
        assertThat(timers).isEmpty();
    }

    @Test
    void whatTheReceiverDoesNotWantIsNotSentAgain() {
        add("a");
        add("b");

        open.remove().complete(404);

        assertThat(sent).containsExactly("a", "b");
        assertThat(timers).isEmpty();
    }

    @Test
    void aReceiverThatNeverAnswersIsGivenUp() {
        add("a");
        add("b");
        for (int tries = 1; tries < 12; tries++) {
            open.remove().complete(500);
            timers.remove().run();
        }
        open.remove().complete(500);

        assertThat(sent).hasSize(13).endsWith("b");
        assertThat(pauses).hasSize(11).allMatch(pause -> pause <= 300_000).endsWith(300_000L);
    }

    @Test
    void theOldestIsDroppedWhenTooManyWait() {
        for (int i = 0; i <= 101; i++) {
            add("n" + i);
        }
        open.remove().complete(200);

        assertThat(sent).containsExactly("n0", "n2");
    }
}
