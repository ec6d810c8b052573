package io.keywell.quota.infinispan;

import static io.keywell.quota.infinispan.Gateways.awaitStanding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.core.Clock;
import io.keywell.core.Failure;
import io.keywell.core.FailureClass;
import io.keywell.quota.Subject;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas that tell each other of cool-downs, over a real server. */
class SharedCoolDownsTest {

    private static final AtomicInteger SUBJECTS = new AtomicInteger();
    private static final long GOAL_MILLIS = 100;

    private final Replica a = new Replica("a", 1);
    private final Replica b = new Replica("b", 1);
    private final Subject subject = newSubject();

    private static Subject newSubject() {
        String provider = "provider-" + SUBJECTS.incrementAndGet();
        return new Subject(provider, "org", "purse", "key", "gpt-4o", "gpt-4o*");
    }

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

    @Test
    void whatOneLearnsTheOtherObeysWithinATenthOfASecond() {
        long[] micros = new long[30];
        for (int i = 0; i < micros.length; i++) {
            Subject next = newSubject();
            long began = System.nanoTime();
            a.coolDowns().report(next, Failure.of(FailureClass.CREDENTIAL));
            awaitBlocked(b, next);
            micros[i] = (System.nanoTime() - began) / 1_000;
            assertThat(b.coolDowns().blockedUntil(next)).isEqualTo(a.coolDowns().blockedUntil(next));
        }
        Arrays.sort(micros);
        System.out.printf(
                "cool-down of one replica in force on another: median %.1f ms, worst of %d %.1f ms%n",
                micros[micros.length / 2] / 1e3, micros.length, micros[micros.length - 1] / 1e3);
        assertThat(micros[micros.length * 9 / 10] / 1_000).isLessThan(GOAL_MILLIS);
    }

    private static void awaitBlocked(Replica replica, Subject subject) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(200_000))
                .until(() -> replica.coolDowns().blockedUntil(subject) != 0);
    }

    @Test
    void liftingItFreesTheOthersAndALateJoinerLearnsWhatIsLeft() {
        a.coolDowns().report(subject, Failure.of(FailureClass.CREDENTIAL));
        Subject stays = newSubject();
        a.coolDowns().report(stays, Failure.of(FailureClass.CREDIT));
        awaitBlocked(b, subject);
        awaitBlocked(b, stays);

        b.coolDowns().current().stream()
                .filter(coolDown -> coolDown.cause() == FailureClass.CREDENTIAL)
                .forEach(coolDown -> b.coolDowns().lift(coolDown.scope()));
        await().until(() -> a.coolDowns().blockedUntil(subject) == 0);

        try (Replica late = new Replica("late", 1)) {
            awaitBlocked(late, stays);
            assertThat(late.coolDowns().blockedUntil(stays))
                    .isEqualTo(a.coolDowns().blockedUntil(stays));
            assertThat(late.coolDowns().blockedUntil(subject)).isZero();
        }
    }

    @Test
    void ourOwnWordsDoNotComeBack() {
        a.coolDowns().report(subject, Failure.of(FailureClass.OVERLOAD));
        awaitBlocked(b, subject);
        AtomicInteger told = new AtomicInteger();
        a.coolDowns().onChange(change -> told.incrementAndGet());
        b.coolDowns().onOwnChange(change -> told.incrementAndGet());

        Subject last = newSubject();
        b.coolDowns().report(last, Failure.of(FailureClass.OVERLOAD));
        awaitBlocked(a, last);

        assertThat(told).hasValue(2);
    }

    @Test
    void whatWasSaidOfAnotherSecretDoesNotCount() {
        try (Replica renewed = new Replica("renewed", 2)) {
            awaitStanding(renewed.link(), Standing.UP);
            a.coolDowns().report(subject, Failure.of(FailureClass.CREDENTIAL));
            a.coolDowns().report(subject, Failure.of(FailureClass.OVERLOAD));
            awaitBlocked(renewed, subject);

            assertThat(renewed.coolDowns().current())
                    .filteredOn(coolDown -> coolDown.scope().toString().contains(subject.provider()))
                    .extracting("cause")
                    .containsExactly(FailureClass.OVERLOAD);
        }
    }

    @Test
    void whileTheClusterIsAwayCoolDownsAreOurOwnAndAreToldWhenItIsBack() {
        OneNode.nodes().stop(0);
        awaitStanding(a.link(), Standing.AWAY);
        a.coolDowns().report(subject, Failure.of(FailureClass.CREDIT));
        Subject lifted = newSubject();
        b.coolDowns().report(lifted, Failure.of(FailureClass.CREDIT));
        assertThat(a.coolDowns().blockedUntil(subject)).isPositive();
        assertThat(b.coolDowns().blockedUntil(subject)).isZero();

        long began = Clock.system().nanoTime();
        OneNode.nodes().restart(0);
        long served = Clock.system().nanoTime();
        awaitBlocked(b, subject);
        awaitBlocked(a, lifted);
        System.out.printf(
                "told %d ms after the server's return, which took %d ms%n",
                (Clock.system().nanoTime() - served) / 1_000_000, (served - began) / 1_000_000);
        b.coolDowns().current().forEach(coolDown -> b.coolDowns().lift(coolDown.scope()));
        await().until(() -> a.coolDowns().blockedUntil(lifted) == 0);
    }
}
