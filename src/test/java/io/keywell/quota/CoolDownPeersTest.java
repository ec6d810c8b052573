package io.keywell.quota;

import static io.keywell.quota.CoolDownRig.MINUTE;
import static io.keywell.quota.CoolDownRig.SECOND;
import static io.keywell.quota.CoolDownRig.SUBJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import io.keywell.quota.CoolDownChange.Cooled;
import io.keywell.quota.CoolDownChange.Lifted;
import io.keywell.quota.CoolDownChange.Recovered;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica tells the others of its cool-downs, and what it makes of what they tell. */
class CoolDownPeersTest {

    private static final Scope KEY = new Scope.Key("openai", "key-1");

    private final CoolDownRig rig = new CoolDownRig();
    private final List<CoolDownChange> toPeers = new ArrayList<>();

    @BeforeEach
    void listen() {
        rig.coolDowns.onOwnChange(toPeers::add);
    }

    @Test
    void whatAReplicaFindsOutIsForTheOthersWithItsFailuresInARow() {
        rig.fail(FailureClass.CREDENTIAL);
        rig.waitForTheEnd();
        rig.fail(FailureClass.CREDENTIAL);

        assertThat(toPeers).hasSize(2);
        assertThat((Cooled) toPeers.get(1)).satisfies(told -> {
            assertThat(told.scope()).isEqualTo(KEY);
            assertThat(told.failures()).isEqualTo(2);
            assertThat(told.coolDown().untilMillis()).isEqualTo(rig.clock.now() + 5 * MINUTE);
        });
    }

    @Test
    void whatItLearnsIsNotToldOnButItsListenersHearOfIt() {
        rig.coolDowns.learn(guessed(5 * SECOND, 1));

        assertThat(rig.blockedFor()).isEqualTo(5 * SECOND);
        assertThat(rig.told).hasSize(1);
        assertThat(toPeers).isEmpty();
    }

    @Test
    void learningTheSameTwiceChangesNothing() {
        CoolDownChange change = configured(MINUTE);
        rig.coolDowns.learn(change);
        rig.coolDowns.learn(change);

        assertThat(rig.told).hasSize(1);
    }

    @Test
    void theFailuresOfTheOthersMakeTheNextGuessLonger() {
        rig.coolDowns.learn(guessed(5 * MINUTE, 2));
        rig.waitForTheEnd();
        rig.fail(FailureClass.CREDENTIAL);

        assertThat(rig.blockedFor()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void ofTwoGuessesTheLongerHolds() {
        rig.fail(FailureClass.CREDENTIAL);
        rig.coolDowns.learn(guessed(3 * SECOND, 1));
        assertThat(rig.blockedFor()).isEqualTo(10 * SECOND);

        rig.coolDowns.learn(guessed(MINUTE, 2));
        assertThat(rig.blockedFor()).isEqualTo(MINUTE);
    }

    @Test
    void anOperatorsWordReplacesALongerOne() {
        rig.coolDowns.learn(guessed(5 * MINUTE, 2));
        rig.coolDowns.learn(configured(MINUTE));

        assertThat(rig.blockedFor()).isEqualTo(MINUTE);
    }

    @Test
    void whatIsOverWhenItArrivesCoolsNothing() {
        rig.coolDowns.learn(guessed(-1, 1));

        assertThat(rig.coolDowns.isEmpty()).isTrue();
    }

    @Test
    void liftingIsToldAndEndsItForTheOthersAtOnce() {
        rig.coolDowns.learn(guessed(5 * MINUTE, 2));
        rig.coolDowns.lift(KEY);
        assertThat(toPeers).containsExactly(new Lifted(KEY, rig.clock.now()));

        CoolDownRig other = new CoolDownRig();
        other.coolDowns.learn(guessed(5 * MINUTE, 2));
        other.coolDowns.learn(toPeers.get(0));
        assertThat(other.coolDowns.enter(SUBJECT)).isZero();
        assertThat(other.coolDowns.isEmpty()).isTrue();
    }

    @Test
    void aRecoveryElsewhereLetsAGrowingSharePass() {
        rig.coolDowns.learn(guessed(5 * MINUTE, 2));
        rig.waitForTheEnd();
        rig.coolDowns.enter(SUBJECT);
        rig.coolDowns.success(SUBJECT);
        assertThat(toPeers).containsExactly(new Recovered(KEY, rig.clock.now()));

        CoolDownRig other = new CoolDownRig();
        other.clock.set(rig.clock.now() - 5 * MINUTE);
        other.coolDowns.learn(guessed(other, 5 * MINUTE, 2));
        other.clock.set(rig.clock.now());
        other.coolDowns.learn(toPeers.get(0));
        assertThat(other.blockedFor()).isZero();
        assertThat(other.coolDowns.enter(SUBJECT)).isGreaterThan(other.clock.now());
        other.random = 0.05;
        assertThat(other.coolDowns.enter(SUBJECT)).isZero();
    }

    @Test
    void anEndDoesNotEndWhatBeganAfterIt() {
        long before = rig.clock.now();
        rig.clock.advance(SECOND);
        rig.fail(FailureClass.CREDENTIAL);
        rig.coolDowns.learn(new Lifted(KEY, before));
        rig.coolDowns.learn(new Recovered(KEY, before));

        assertThat(rig.blockedFor()).isEqualTo(10 * SECOND);
    }

    @Test
    void ourProbeStaysOutWhenTheOthersFailMeanwhile() {
        rig.coolDowns.report(SUBJECT, Failure.of(FailureClass.OVERLOAD));
        rig.clock.advance(600);
        assertThat(rig.coolDowns.probeEarly(SUBJECT)).isTrue();
        Scope model = new Scope.ProviderModel("openai", "gpt-4o");
        rig.coolDowns.learn(new Cooled(coolDown(rig, model, 4 * SECOND, Source.GUESSED), 2, rig.clock.now()));

        rig.clock.advance(3 * SECOND);
        assertThat(rig.coolDowns.probeEarly(SUBJECT)).isFalse();
    }

    private CoolDownChange guessed(long forMillis, int failures) {
        return guessed(rig, forMillis, failures);
    }

    private static CoolDownChange guessed(CoolDownRig rig, long forMillis, int failures) {
        return new Cooled(coolDown(rig, KEY, forMillis, Source.GUESSED), failures, rig.clock.now());
    }

    private CoolDownChange configured(long forMillis) {
        return new Cooled(coolDown(rig, KEY, forMillis, Source.CONFIGURED), 0, rig.clock.now());
    }

    private static CoolDown coolDown(CoolDownRig rig, Scope scope, long forMillis, Source source) {
        FailureClass cause = scope instanceof Scope.Key ? FailureClass.CREDENTIAL : FailureClass.OVERLOAD;
        long now = rig.clock.now();
        return new CoolDown(scope, cause, source, now, now + forMillis, "told");
    }
}
