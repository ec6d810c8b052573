package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.Gateways.awaitStanding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keywell.core.QuotaKey;
import io.keywell.quota.lease.CellCache;
import io.keywell.quota.lease.CellCache.Versioned;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cell store relies on, on a real server that is reached with user and password by SCRAM. */
class InfinispanCellsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final AtomicInteger KEYS = new AtomicInteger();

    private static InfinispanLink link;
    private static InfinispanLink otherLink;

    private final QuotaKey key = QuotaKey.pool("acme", "pool-" + KEYS.incrementAndGet(), "gpt-*");
    private final CellCache cells = new InfinispanCells(link);
    private final CellCache others = new InfinispanCells(otherLink);

    @BeforeAll
    static void connect() {
        link = Gateways.link(OneNode.nodes());
        otherLink = Gateways.link(OneNode.nodes());
        awaitStanding(link, Standing.UP);
        awaitStanding(otherLink, Standing.UP);
    }

    @AfterAll
    static void disconnect() {
        link.close();
        otherLink.close();
    }

    @Test
    void whatWasNeverPutIsNotThere() {
        assertThat(now(cells.read(key))).isNull();
    }

    @Test
    void aFirstValueIsPutOnce() {
        assertThat(now(cells.create(key, bytes(1), LONG))).isTrue();
        assertThat(now(others.create(key, bytes(2), LONG))).isFalse();

        assertThat(now(others.read(key)).value()).containsExactly(1);
    }

    @Test
    void puttingTheSameBytesAgainIsTheSameSuccess() {
        now(cells.create(key, bytes(1, 9), LONG));

        assertThat(now(cells.create(key, bytes(1, 9), LONG))).isTrue();
    }

    @Test
    void aValueIsReplacedWhenItsVersionIsStillThere() {
        now(cells.create(key, bytes(1), LONG));
        Versioned first = now(others.read(key));

        assertThat(now(others.swap(key, first.version(), bytes(2), LONG))).isTrue();

        Versioned second = now(cells.read(key));
        assertThat(second.value()).containsExactly(2);
        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(now(cells.swap(key, first.version(), bytes(3), LONG))).isFalse();
        assertThat(now(cells.read(key)).value()).containsExactly(2);
    }

    @Test
    void ofTwoThatSwapTheSameVersionOneWins() {
        now(cells.create(key, bytes(0), LONG));
        for (int round = 1; round <= 50; round++) {
            long version = now(cells.read(key)).version();
            CompletionStage<Boolean> ours = cells.swap(key, version, bytes(round, 1), LONG);
            CompletionStage<Boolean> theirs = others.swap(key, version, bytes(round, 2), LONG);

            assertThat(now(ours)).isNotEqualTo(now(theirs));
            assertThat(now(cells.read(key)).value()).containsExactly(round, now(ours) ? 1 : 2);
        }
    }

    @Test
    void whatIsNotThereIsNotSwapped() {
        assertThat(now(cells.swap(key, 1, bytes(1), LONG))).isFalse();
    }

    @Test
    void aValueVanishesAtTheEndOfItsLifespanAndASwapGivesItANewOne() {
        now(cells.create(key, bytes(1), Duration.ofMillis(700)));
        long version = now(cells.read(key)).version();
        now(cells.swap(key, version, bytes(2), Duration.ofMillis(300)));
        assertThat(now(cells.read(key)).value()).containsExactly(2);

        await().atMost(Duration.ofMillis(650)).until(() -> now(cells.read(key)) == null);
    }

    @Test
    void keysWithTheSameLettersInOtherPlacesAreOthers() {
        now(cells.create(new QuotaKey("pool", "a:b", "c" + key), bytes(1), LONG));

        assertThat(now(cells.read(new QuotaKey("pool", "a", "b:c" + key)))).isNull();
    }

    @Test
    void aWrongPasswordIsNoReasonToFailButToRefuse() {
        InfinispanLink wrong = Gateways.link(Gateways.settings(Map.of(
                "hosts",
                OneNode.nodes().hosts(),
                "username",
                "keywell",
                "password",
                "wrong",
                "sasl-mechanism",
                "SCRAM-SHA-256")));

        await().during(Duration.ofMillis(1500)).until(() -> wrong.standing() == Standing.AWAY);
        assertRefused(new InfinispanCells(wrong));
        wrong.close();
    }

    @Test
    void withoutHostsNothingIsConnectedAndEverythingRefused() {
        InfinispanLink nowhere = Gateways.link(Gateways.settings(Map.of()));

        await().during(Duration.ofMillis(1500)).until(() -> nowhere.standing() == Standing.AWAY);
        assertRefused(new InfinispanCells(nowhere));
        nowhere.close();
    }

    private void assertRefused(CellCache cells) {
        assertThatThrownBy(() -> now(cells.read(key))).hasCauseInstanceOf(CellCache.Refused.class);
        assertThatThrownBy(() -> now(cells.swap(key, 1, bytes(1), LONG)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CellCache.Refused.class);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
