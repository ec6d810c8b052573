package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import io.keywell.quota.CoolDown;
import io.keywell.quota.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How what was used up comes back: money that is paid, windows that end by a clock that is not ours. */
@QuarkusTest
@TestProfile(VendorsProfile.class)
class RecoveryOverHttpTest extends AtVendors {

    private static final String PURSE = LookAlikes.provider("deepseek", "purse");

    static Set<String> wrongClocks() {
        return LookAlikes.WRONG_CLOCKS.keySet();
    }

    @Test
    void aPurseThatIsFilledAgainIsFoundByTheProbe() {
        CoolDown empty = untilThePurseIsEmpty();
        assertThat(empty.cause()).isEqualTo(FailureClass.CREDIT);
        assertThat(empty.scope()).isInstanceOf(Scope.Billing.class);

        letItEnd(empty);
        untilThePurseIsEmpty();
        assertThat(coolDowns.current().get(0).untilMillis())
                .as("who is still without money rests again")
                .isGreaterThan(empty.sinceMillis() + Duration.ofMinutes(29).toMillis());

        lookAlike("deepseek").topUp(PURSE + "-1", 1_000_000, Duration.ZERO);
        letItEnd(coolDowns.current().get(0));
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    HttpResponse<String> answer = chat(PURSE, false);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    return header(answer, "x-keywell-key").equals("k1");
                });
        assertThat(coolDowns.current()).isEmpty();
    }

    /** Whoever it was that had the money answers meanwhile. */
    private CoolDown untilThePurseIsEmpty() {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    HttpResponse<String> answer = chat(PURSE, false);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    return coolDowns.current().stream()
                            .anyMatch(cooling -> cooling.activeAt(System.currentTimeMillis()));
                });
        return coolDowns.current().get(0);
    }

    /** As if its time had passed. */
    private void letItEnd(CoolDown coolDown) {
        long now = System.currentTimeMillis();
        coolDowns.cool(new CoolDown(
                coolDown.scope(), coolDown.cause(), coolDown.source(), now - 60_000, now, coolDown.text()));
    }

    /** One pool takes a call a minute, the other one any number. */
    @ParameterizedTest
    @MethodSource("wrongClocks")
    void aWaitIsAsLongAsMeantWhateverTheVendorsClockSays(String provider) {
        for (int i = 0; i < 8; i++) {
            HttpResponse<String> answer = chat(provider, false);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }

        long refused = lookAlike(provider).report().get(0).totals().refused();
        assertThat(refused).as("asked again while it was empty").isLessThanOrEqualTo(1);
        for (CoolDown coolDown : coolDowns.current()) {
            assertThat(coolDown.source()).isIn(Source.HEADER, Source.BODY);
            assertThat(coolDown.untilMillis() - coolDown.sinceMillis()).isBetween(50_000L, 62_000L);
        }
    }
}
