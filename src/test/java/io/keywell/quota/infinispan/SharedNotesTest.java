package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.Gateways.awaitStanding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedNotesTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Replica a = new Replica("a", 1);
    private final Replica b = new Replica("b", 1);
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() {
        awaitStanding(a.link(), Standing.UP);
        awaitStanding(b.link(), Standing.UP);
    }

    @AfterEach
    void disconnect() {
        a.close();
        b.close();
    }

    private void listen(Replica replica, String topic) {
        replica.notes().onNote(topic, (from, note) -> {
            seen.put(from, text(note));
            order.add(text(note));
        });
    }

    private static byte[] bytes(String note) {
        return note.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] note) {
        return new String(note, StandardCharsets.UTF_8);
    }

    @Test
    void aNoteReachesTheOthersAndNotItsAuthor() {
        listen(a, "demand");
        listen(b, "demand");
        a.notes().publish("demand", bytes("12"), LONG);

        await().untilAsserted(() -> assertThat(seen).containsExactly(Map.entry("a", "12")));
        assertThat(order).containsExactly("12");
    }

    @Test
    void ofManyNotesTheLastCounts() {
        listen(b, "many");
        for (int i = 0; i <= 200; i++) {
            a.notes().publish("many", bytes("" + i), LONG);
        }

        await().untilAsserted(() -> assertThat(seen).containsEntry("a", "200"));
        assertThat(order).endsWith("200").isSortedAccordingTo((x, y) -> Integer.parseInt(x) - Integer.parseInt(y));
    }

    @Test
    void topicsAreApart() {
        listen(b, "one");
        a.notes().publish("another", bytes("x"), LONG);
        a.notes().publish("one", bytes("y"), LONG);

        await().untilAsserted(() -> assertThat(seen).containsEntry("a", "y"));
        assertThat(order).containsExactly("y");
    }

    @Test
    void aNoteVanishesByItselfAtTheEndOfItsLifespan() {
        listen(b, "short");
        a.notes().publish("short", bytes("x"), Duration.ofMillis(300));

        await().untilAsserted(() -> assertThat(seen).containsEntry("a", "x"));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(seen).containsEntry("a", ""));
        assertThat(order).containsExactly("x", "");
    }

    @Test
    void whoComesLateIsToldWhatIsThere() {
        a.notes().publish("late", bytes("x"), LONG);
        try (Replica late = new Replica("late", 1)) {
            listen(late, "late");
            await().untilAsserted(() -> assertThat(seen).containsEntry("a", "x"));

            seen.clear();
            listen(late, "late");
            assertThat(seen).containsEntry("a", "x");
        }
    }
}
