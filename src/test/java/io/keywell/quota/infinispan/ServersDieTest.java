package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.Gateways.awaitStanding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.cluster.InfinispanNodes;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.quota.Subject;
import io.keywell.quota.lease.CellCache;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What holds while one of three servers dies, freezes and comes back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServersDieTest {

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

    /** A success is one writer's alone, because every value is one writer's alone. */
    @Test
    @Order(3)
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
            runFor(Duration.ofSeconds(3));
            awaitMore(tickets, 1_000);
        }
        System.out.println("kill -9, freeze and thaw, with nonces: " + tickets + ", " + tickets.surplus() + " surplus");
        assertThat(tickets.duplicates()).isZero();
        assertThat(tickets.surplus()).isNotNegative();
    }

    /** The test above can fail: without the nonce it does. */
    @Test
    @Order(1)
    void withoutANonceANumberIsDrawnTwice() throws InterruptedException {
        Tickets tickets = draw(false);
        try (tickets) {
            awaitMore(tickets, 1_000);
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

    @Test
    @Order(2)
    void coolDownsStillReachEveryReplicaWhoseServerDied() {
        List<Replica> replicas = IntStream.range(0, 8)
                .mapToObj(i -> new Replica("r" + i, 1, nodes))
                .toList();
        replicas.forEach(replica -> awaitStanding(replica.link(), Standing.UP));
        nodes.kill9(2);

        long afterDeath = millisUntilAllObey(replicas, "after-death");
        long later = millisUntilAllObey(replicas, "later");
        System.out.printf(
                "cool-down of one of 8 replicas: %d ms when a server has just died, then %d ms%n", afterDeath, later);

        assertThat(afterDeath).isLessThan(10_000);
        assertThat(later).isLessThan(1_000);
        replicas.forEach(Replica::close);
        nodes.restart(2);
        nodes.awaitMembers(3);
    }

    private static long millisUntilAllObey(List<Replica> replicas, String provider) {
        Subject subject = new Subject(provider, "org", "purse", "key", "m", "m*");
        long began = System.nanoTime();
        replicas.get(0).coolDowns().report(subject, Failure.of(FailureClass.CREDIT));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> replicas.stream()
                        .allMatch(replica -> replica.coolDowns().blockedUntil(subject) != 0));
        return (System.nanoTime() - began) / 1_000_000;
    }
}
