package io.keywell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the other tests stand on: nodes that die, freeze and come back as real ones do. */
class InfinispanNodesTest {

    @Test
    void aClusterSurvivesOneNodeAndAsksForHelpWhenTwoAreLost() {
        try (InfinispanNodes nodes = InfinispanNodes.start(3)) {
            nodes.kill9(0);
            nodes.awaitMembers(2);
            assertThat(nodes.availability(1)).isEqualTo("AVAILABLE");

            nodes.freeze(1);
            await().atMost(Duration.ofSeconds(20)).until(() -> nodes.availability(2), "DEGRADED_MODE"::equals);
            nodes.thaw(1);

            nodes.stop(1);
            nodes.restart(0, 1);
            nodes.awaitMembers(3);
            nodes.makeAvailable();
            assertThat(nodes.availability(2)).isEqualTo("AVAILABLE");
        }
    }
}
