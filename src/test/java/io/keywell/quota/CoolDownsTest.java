package io.keywell.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom each failure keeps from being tried, and for how long. */
class CoolDownsTest extends CoolDownRig {

    @Test
    void withoutCoolDownsEverybodyMayGo() {
        assertThat(blockedFor()).isZero();
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        coolDowns.success(SUBJECT);
        coolDowns.leave(SUBJECT);
        assertThat(coolDowns.current()).isEmpty();
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"CONTEXT", "FILTER", "BAD_REQUEST", "TOO_BIG_FOR_POOL", "FAULT", "TIMEOUT"})
    void aCallersFaultAndABrokenTargetCoolNothing(FailureClass type) {
        failWithHint(type, HOUR, Source.HEADER);
        assertThat(blockedFor()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void aShortThrottleCoolsThePoolForTheModelAndDoublesWithoutAHint() {
        for (long expected : new long[] {5, 10, 20, 40, 60, 60}) {
            fail(FailureClass.RATE_SHORT);
            assertThat(blockedFor()).isEqualTo(expected * SECOND);
            assertThat(alsoBlocked()).containsExactly(OTHER_KEY);
            waitForTheEnd();
        }
    }

    @Test
    void aGuessIsSpreadByAFifthToEachSide() {
        random = 0;
        fail(FailureClass.RATE_SHORT);
        assertThat(blockedFor()).isEqualTo(4 * SECOND);
        coolDowns.lift(told.get(0).scope());
        random = Math.nextDown(1.0);
        fail(FailureClass.RATE_SHORT);
        assertThat(blockedFor()).isEqualTo(6 * SECOND);
    }

    @Test
    void theProvidersHintIsTaken() {
        failWithHint(FailureClass.RATE_SHORT, 1_234, Source.HEADER);
        assertThat(blockedFor()).isEqualTo(1_234);
        CoolDown coolDown = coolDowns.current().get(0);
        assertThat(coolDown.scope()).isEqualTo(new Scope.PoolModelDimension("openai", "org-1", "gpt-4o*", null));
        assertThat(coolDown.source()).isEqualTo(Source.HEADER);
        assertThat(coolDown.cause()).isEqualTo(FailureClass.RATE_SHORT);
        assertThat(coolDown.text()).isEqualTo("rate_short (some_code)");
        assertThat(told).containsExactly(coolDown);
    }

    @Test
    void eachDimensionCoolsOnItsOwnAndTheLatestEndCounts() {
        for (Dimension dimension : Dimension.values()) {
            long until = clock.now() + 1_000 + dimension.ordinal();
            coolDowns.report(
                    SUBJECT,
                    new Failure(
                            FailureClass.RATE_SHORT,
                            Failure.Scope.USUAL,
                            dimension,
                            until,
                            Source.HEADER,
                            null,
                            null,
                            null,
                            0,
                            false));
            assertThat(coolDowns.blockedUntil(SUBJECT)).isEqualTo(until);
        }
        assertThat(coolDowns.current()).hasSize(Dimension.values().length);
    }

    @Test
    void failuresOfRequestsThatWereOnTheirWayDoNotMakeItLonger() {
        for (int i = 0; i < 20; i++) {
            fail(FailureClass.RATE_SHORT);
        }
        assertThat(blockedFor()).isEqualTo(5 * SECOND);
        assertThat(told).hasSize(1);
    }

    @Test
    void aSuccessStartsTheCountAgain() {
        fail(FailureClass.RATE_SHORT);
        waitForTheEnd();
        fail(FailureClass.RATE_SHORT);
        waitForTheEnd();
        coolDowns.success(SUBJECT);
        fail(FailureClass.RATE_SHORT);
        assertThat(blockedFor()).isEqualTo(5 * SECOND);
        coolDowns.success(SUBJECT);
        assertThat(blockedFor()).as("it was on its way, the cool-down goes on").isEqualTo(5 * SECOND);
    }

    @Test
    void aProvidersEndIsNeverShortenedAndOfTwoTheLaterHolds() {
        failWithHint(FailureClass.RATE_SHORT, 9_000, Source.HEADER);
        failWithHint(FailureClass.RATE_SHORT, 2_000, Source.BODY);
        assertThat(blockedFor()).isEqualTo(9_000);
        fail(FailureClass.RATE_SHORT);
        assertThat(blockedFor()).isEqualTo(9_000);
        assertThat(coolDowns.probeEarly(SUBJECT)).isFalse();
        failWithHint(FailureClass.RATE_SHORT, 12_000, Source.BODY);
        assertThat(blockedFor()).isEqualTo(12_000);
        coolDowns.success(SUBJECT);
        assertThat(blockedFor()).isEqualTo(12_000);
        assertThat(told).hasSize(2);
    }

    @Test
    void aHintTakesThePlaceOfAGuess() {
        fail(FailureClass.RATE_SHORT);
        failWithHint(FailureClass.RATE_SHORT, 2_000, Source.BODY);
        assertThat(blockedFor()).isEqualTo(2_000);
    }

    @Test
    void aLongWindowThatIsUsedUpLastsUntilItsResetOrAnHour() {
        fail(FailureClass.RATE_LONG);
        assertThat(blockedFor()).isEqualTo(HOUR);
        assertThat(alsoBlocked()).containsExactly(OTHER_KEY);
        failWithHint(FailureClass.RATE_LONG, 7 * HOUR, Source.CONFIGURED);
        assertThat(blockedFor()).isEqualTo(7 * HOUR);
        failWithHint(FailureClass.RATE_SHORT, 1_000, Source.HEADER);
        assertThat(blockedFor()).as("the day is still used up").isEqualTo(7 * HOUR);
    }

    @Test
    void anEmptyPurseCoolsEveryPoolThatDrawsFromIt() {
        fail(FailureClass.CREDIT);
        assertThat(blockedFor()).isEqualTo(30 * MINUTE);
        assertThat(alsoBlocked()).containsExactly(OTHER_KEY, OTHER_MODEL, OTHER_POOL);
        failWithHint(FailureClass.CREDIT, 100 * HOUR, Source.BODY);
        assertThat(blockedFor()).isEqualTo(100 * HOUR);
    }

    @Test
    void aPoolsOwnSpendLimitLeavesTheOtherPoolsOfItsPurseAlive() {
        Failure ofThePool = new Failure(
                FailureClass.CREDIT, Failure.Scope.POOL, null, 0, Source.GUESSED, null, null, null, 0, false);
        coolDowns.report(SUBJECT, ofThePool);

        assertThat(alsoBlocked()).containsExactly(OTHER_KEY, OTHER_MODEL);
    }

    @Test
    void aKeysOwnBudgetLeavesItsNeighboursAlive() {
        Failure ofTheKey = new Failure(
                FailureClass.CREDIT, Failure.Scope.KEY, null, 0, Source.GUESSED, null, null, null, 0, false);
        coolDowns.report(SUBJECT, ofTheKey);

        assertThat(alsoBlocked()).containsExactly(OTHER_MODEL);
    }

    @Test
    void aBadCredentialIsConfirmedBeforeItsKeyIsGivenUp() {
        fail(FailureClass.CREDENTIAL);
        fail(FailureClass.CREDENTIAL);
        assertThat(blockedFor()).as("one burst confirms nothing").isEqualTo(10 * SECOND);
        assertThat(alsoBlocked()).containsExactly(OTHER_MODEL);
        waitForTheEnd();
        fail(FailureClass.CREDENTIAL);
        assertThat(blockedFor()).isEqualTo(5 * MINUTE);
        waitForTheEnd();
        fail(FailureClass.CREDENTIAL);
        assertThat(blockedFor()).isEqualTo(Long.MAX_VALUE);
        clock.advance(1_000 * HOUR);
        assertThat(coolDowns.enter(SUBJECT)).isEqualTo(Long.MAX_VALUE);
        assertThat(coolDowns.probeEarly(SUBJECT)).isFalse();
        assertThat(coolDowns.current()).hasSize(1);

        coolDowns.forget("openai", "key-1");
        assertThat(coolDowns.enter(SUBJECT)).isZero();
        assertThat(told.get(told.size() - 1).untilMillis()).isEqualTo(clock.now());
        fail(FailureClass.CREDENTIAL);
        assertThat(blockedFor()).isEqualTo(10 * SECOND);
    }

    @Test
    void aSuccessBetweenTwoBadCredentialsConfirmsTheKey() {
        fail(FailureClass.CREDENTIAL);
        waitForTheEnd();
        coolDowns.success(SUBJECT);
        fail(FailureClass.CREDENTIAL);
        assertThat(blockedFor()).isEqualTo(10 * SECOND);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"FORBIDDEN", "MODEL_MISSING"})
    void whatAKeyMayNotDoIsNotAskedOfItForAnHour(FailureClass type) {
        fail(type);
        assertThat(blockedFor()).isEqualTo(HOUR);
        assertThat(alsoBlocked()).isEmpty();
        coolDowns.forget("openai", "key-1");
        assertThat(blockedFor()).isZero();
    }

    @Test
    void anOverloadCoolsTheModelOfTheProviderNeverTheKey() {
        for (long expected : new long[] {2, 4, 8, 16, 30, 30}) {
            fail(FailureClass.OVERLOAD);
            assertThat(blockedFor()).isEqualTo(expected * SECOND);
            assertThat(alsoBlocked()).containsExactly(OTHER_KEY, OTHER_POOL, OTHER_PURSE);
            waitForTheEnd();
        }
        failWithHint(FailureClass.OVERLOAD, 90 * SECOND, Source.HEADER);
        assertThat(blockedFor()).isEqualTo(90 * SECOND);
    }
}
