package io.keywell.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How what was cooled comes back: by itself, by a probe, by hand. */
class CoolDownRecoveryTest extends CoolDownRig {

    @Test
    void afterAShortCoolDownEverybodyComesBack() {
        failWithHint(FailureClass.RATE_SHORT, 10_000, Source.HEADER);
        waitForTheEnd();
        for (int i = 0; i < 5; i++) {
            assertThat(coolDowns.enter(SUBJECT)).isZero();
        }
    }

    @Test
    void afterALongCoolDownOneProbeGoesThenAGrowingShare() {
        failWithHint(FailureClass.RATE_SHORT, 10_001, Source.HEADER);
        waitForTheEnd();
        assertThat(blockedFor()).isZero();
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        assertThat(coolDowns.enter(OTHER_KEY)).as("the probe is out").isEqualTo(clock.now() + 1_000);
        assertThat(blockedFor()).isEqualTo(1_000);
        coolDowns.success(SUBJECT);
        assertThat(told).hasSize(2);

        long opened = clock.now();
        assertShare(0.10);
        clock.set(opened + 3_400);
        assertShare(0.25);
        clock.set(opened + 6_800);
        assertShare(0.50);
        clock.set(opened + 10_000);
        random = Math.nextDown(1.0);
        assertThat(coolDowns.enter(SUBJECT)).isZero();
    }

    private void assertShare(double share) {
        random = Math.nextDown(share);
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        random = share;
        assertThat(coolDowns.enter(SUBJECT)).isBetween(clock.now() + 1, clock.now() + 3_333);
        assertThat(blockedFor()).isZero();
    }

    @Test
    void aProbeThatFailsClosesAgainForLonger() {
        fail(FailureClass.RATE_SHORT);
        waitForTheEnd();
        fail(FailureClass.RATE_SHORT);
        waitForTheEnd();
        fail(FailureClass.RATE_SHORT);
        waitForTheEnd();
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        fail(FailureClass.RATE_SHORT);
        assertThat(blockedFor()).isEqualTo(40 * SECOND);
    }

    @Test
    void aProbeWithoutAVerdictLetsTheNextOneGo() {
        failWithHint(FailureClass.RATE_SHORT, MINUTE, Source.HEADER);
        waitForTheEnd();
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        coolDowns.leave(SUBJECT);
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        fail(FailureClass.TIMEOUT);
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        fail(FailureClass.BAD_REQUEST);
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        clock.advance(29_999);
        assertThat(coolDowns.enter(SUBJECT)).isNotZero();
        clock.advance(1);
        assertThat(coolDowns.enter(SUBJECT)).as("given up").isZero();
    }

    @Test
    void aGuessMayBeProbedEarly() {
        fail(FailureClass.RATE_LONG);
        assertThat(coolDowns.probeEarly(SUBJECT)).isFalse();
        clock.advance(15 * MINUTE);
        assertThat(coolDowns.enter(SUBJECT)).isNotZero();
        assertThat(coolDowns.probeEarly(SUBJECT)).isTrue();
        assertThat(coolDowns.probeEarly(OTHER_KEY)).as("one at a time").isFalse();
        coolDowns.success(SUBJECT);
        assertThat(blockedFor()).isZero();
        random = 0.1;
        assertThat(coolDowns.enter(SUBJECT)).as("it ramps up").isNotZero();
        random = 0.09;
        assertThat(coolDowns.enter(SUBJECT)).isZero();
    }

    @Test
    void anEarlyProbeThatFailsStartsTheGuessAgain() {
        fail(FailureClass.RATE_LONG);
        clock.advance(30 * MINUTE);
        assertThat(coolDowns.probeEarly(SUBJECT)).isTrue();
        fail(FailureClass.RATE_LONG);
        assertThat(blockedFor()).isEqualTo(HOUR);
        clock.advance(MINUTE);
        assertThat(coolDowns.probeEarly(SUBJECT)).isFalse();
    }

    @Test
    void operatorsSetAndLiftCoolDowns() {
        Scope key = new Scope.Key("openai", "key-1");
        CoolDown set = new CoolDown(
                key, FailureClass.FORBIDDEN, Source.CONFIGURED, clock.now(), clock.now() + HOUR, "by hand");
        coolDowns.cool(set);
        assertThat(coolDowns.current()).containsExactly(set);
        assertThat(blockedFor()).isEqualTo(HOUR);
        coolDowns.lift(key);
        coolDowns.lift(key);
        assertThat(blockedFor()).isZero();
        assertThat(told).hasSize(2);
        assertThat(told.get(1).untilMillis()).isEqualTo(clock.now());
    }

    @Test
    void elapsedCoolDownsAreForgottenAndTheirNumberIsBounded() {
        for (int i = 0; i < 60; i++) {
            Subject invented = new Subject("openai", "org-1", "purse", "key-1", "model-" + i, "model-" + i);
            coolDowns.report(invented, Failure.of(FailureClass.MODEL_MISSING));
        }
        assertThat(coolDowns.current()).hasSize(50);
        fail(FailureClass.CREDENTIAL);
        assertThat(coolDowns.current()).as("keys are always kept").hasSize(51);
        clock.advance(3 * HOUR);
        assertThat(coolDowns.current()).isEmpty();
        Subject invented = new Subject("openai", "org-1", "purse", "key-1", "model-70", "model-70");
        coolDowns.report(invented, Failure.of(FailureClass.MODEL_MISSING));
        assertThat(coolDowns.current()).hasSize(1);
    }

    @Test
    void listenersAreToldOutsideTheLock() {
        List<Long> seen = new ArrayList<>();
        coolDowns.onChange(change -> seen.add(CompletableFuture.supplyAsync(() -> coolDowns.enter(SUBJECT))
                .orTimeout(5, TimeUnit.SECONDS)
                .join()));
        fail(FailureClass.RATE_SHORT);
        assertThat(seen).containsExactly(clock.now() + 5 * SECOND);
    }
}
