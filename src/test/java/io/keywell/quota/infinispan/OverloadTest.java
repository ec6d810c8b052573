package io.keywell.quota.infinispan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.cluster.InfinispanNodes;
import io.keywell.quota.lease.StoreState.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Never more than the limit under overload, whatever becomes of the servers. */
class OverloadTest {

    /** Less than a minute, so that no sliding window is longer, and the limit is used up long before. */
    private static final Duration LENGTH = Duration.ofSeconds(40);

    private static final long LIMIT = 3_000;
    /** Used up before the servers die. */
    private static final long FEW = 600;

    @Test
    void aLimitIsUsedUpAndNeverMoreWhileAServerDies() throws Exception {
        try (InfinispanNodes nodes = InfinispanNodes.start(3);
                Overload overload = new Overload(nodes, LIMIT)) {
            overload.later(Duration.ofSeconds(8), () -> nodes.kill9(0));
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
            runFor(Duration.ofSeconds(12));
            long before = overload.granted();
            nodes.kill9(0);
            nodes.kill9(2);
            nodes.thaw(1);
            nodes.restart(0, 2);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> nodes.availability(1)
                    .contains("DEGRADED"));
            nodes.makeAvailable();
            await().atMost(Duration.ofSeconds(20)).until(() -> overload.anyReplicaIs(Status.LEARNING));
            runFor(Duration.ofSeconds(10));
            overload.end();

            assertThat(before)
                    .as("spent, and most of it unknown to the server that woke")
                    .isGreaterThan(FEW / 2);
            assertThat(overload.worstMinute()).isLessThanOrEqualTo(FEW);
            assertThat(overload.byMinute())
                    .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(FEW));
        }
    }

    private static void runFor(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
