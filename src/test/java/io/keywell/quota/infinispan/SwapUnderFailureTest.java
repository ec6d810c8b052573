package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.Gateways.awaitStanding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.cluster.InfinispanNodes;
import io.keywell.quota.lease.CellCache;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Swaps on three servers while one dies, freezes and comes back: a success is one writer's alone, because every value is one
 * writer's alone.
 */
class SwapUnderFailureTest {

    private static final int WRITERS_EACH = 4;
    private static final int MOST_ROUNDS = 5;

    private static InfinispanNodes nodes;
    private static List<InfinispanLink> links;

    @BeforeAll
    static void start() {
        nodes = InfinispanNodes.start(3);
        links = Stream.generate(() -> Gateways.link(nodes)).limit(3).toList();
        links.forEach(link -> awaitStanding(link, Standing.UP));
    }

    @AfterAll
    static void stop() {
        links.forEach(InfinispanLink::close);
        nodes.close();
    }

    private static Tickets draw(boolean nonces) {
        List<CellCache> replicas =
                links.stream().<CellCache>map(InfinispanCells::new).toList();
        return new Tickets(replicas, WRITERS_EACH, nonces);
    }

    private static void awaitMore(Tickets tickets, long more) {
        long goal = tickets.successes() + more;
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> tickets.successes() >= goal);
    }

    private static void runFor(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    @Test
    void aNumberIsDrawnOnceThoughServersDieAndFreeze() throws InterruptedException {
        Tickets tickets = draw(true);
        try (tickets) {
            awaitMore(tickets, 1_000);
            nodes.kill9(0);
            awaitMore(tickets, 1_000);
            System.out.println("kill -9, with nonces: " + tickets);
            nodes.restart(0);
            nodes.awaitMembers(3);
            nodes.freeze(1);
            runFor(Duration.ofSeconds(9));
            nodes.thaw(1);
            awaitMore(tickets, 1_000);
            nodes.awaitMembers(3);
        }
        System.out.println("kill -9, freeze and thaw, with nonces: " + tickets + ", " + tickets.surplus() + " surplus");
        assertThat(tickets.duplicates()).isZero();
        assertThat(tickets.surplus()).isNotNegative();
    }

    /** The test above can fail: without the nonce it does. */
    @Test
    void withoutANonceANumberIsDrawnTwice() throws InterruptedException {
        Tickets tickets = draw(false);
        try (tickets) {
            awaitMore(tickets, 500);
            for (int round = 0; round < MOST_ROUNDS && tickets.duplicates() == 0; round++) {
                nodes.kill9(round % 3);
                awaitMore(tickets, 1_000);
                System.out.println("kill -9, round " + round + ", without nonces: " + tickets);
                nodes.restart(round % 3);
                nodes.awaitMembers(3);
            }
        }
        assertThat(tickets.duplicates()).isPositive();
    }
}
