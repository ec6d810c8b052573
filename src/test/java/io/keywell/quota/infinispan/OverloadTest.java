package io.keywell.quota.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.cluster.InfinispanNodes;
import io.keywell.quota.lease.StoreState.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Never more than the limit under overload, whatever becomes of the servers. */
class OverloadTest {

    /**
     * Less than a minute, so that no sliding window is longer, and the limit is used up long before. Also long enough that
     * the larger part of it on either side of a calendar minute's begin uses most of that minute's limit.
     */
    private static final Duration LENGTH = Duration.ofSeconds(18);
    /** Four tenths of the limit are used, if everyone gets what he asks for. */
    private static final Duration DEATH = Duration.ofMillis(2_700);

    private static final long LIMIT = 3_000;
    /** Used up before the servers die. */
    private static final long FEW = 600;

    @Test
    void aLimitIsUsedUpAndNeverMoreWhileAServerDies() throws Exception {
        try (InfinispanNodes nodes = InfinispanNodes.start(3);
                Overload overload = new Overload(nodes, LIMIT)) {
            overload.later(DEATH, () -> nodes.kill9(0));
            runFor(LENGTH);
            overload.end();

            assertThat(overload.granted()).isBetween(LIMIT * 95 / 100, LIMIT);
            assertThat(overload.byMinute())
                    .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(LIMIT));
            assertThat(overload.byMinute())
                    .anySatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(LIMIT * 85 / 100));
        }
    }

    /** It was frozen while the others went on, and they are dead when it wakes. */
    @Test
    void whatAServerKnowsThatMissedTheLastChangesIsNotTrusted() throws Exception {
        try (InfinispanNodes nodes = InfinispanNodes.start(3);
                Overload overload = new Overload(nodes, FEW)) {
            nodes.freeze(1);
            long known = overload.granted();
            await("spent, and unknown to the server that will wake")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> overload.granted() - known > FEW * 3 / 4);
            nodes.kill9(0);
            nodes.kill9(2);
            nodes.thaw(1);
            nodes.restart(0, 2);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> nodes.availability(1)
                    .contains("DEGRADED"));
            nodes.makeAvailable();
            await().atMost(Duration.ofSeconds(20)).until(() -> overload.anyReplicaIs(Status.LEARNING));
            runFor(Duration.ofSeconds(5));
            overload.end();

            assertThat(overload.worstMinute()).isLessThanOrEqualTo(FEW);
            assertThat(overload.byMinute())
                    .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(FEW));
        }
    }

    private static void runFor(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
