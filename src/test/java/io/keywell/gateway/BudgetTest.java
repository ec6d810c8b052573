package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.boot.ConfigStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class BudgetTest extends OverTheWire {

    private static final Duration SOON = Duration.ofSeconds(8);
    private static final int MOST_CALLS = 300;

    @Inject
    ConfigStatus status;

    /** Calls until the money does not last for one more. */
    private static Answer spend(Caller caller) {
        assertThat(caller.chat("smart").status()).isEqualTo(200);
        return refusal(() -> caller.chat("smart"));
    }

    private static Answer refusal(Supplier<Answer> call) {
        for (int i = 0; i < MOST_CALLS; i++) {
            Answer answer = call.get();
            if (answer.status() != 200) {
                return answer;
            }
        }
        throw new AssertionError("the budget is never used up");
    }

    private void change(String settings) {
        long before = status.state().loadedAtMillis();
        world.mount().swap(settings);
        await().atMost(SOON).until(() -> status.state().loadedAtMillis() != before);
    }

    private static void assertComesBackNextMonth(Answer refused) {
        LocalDate next = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).plusMonths(1);
        long seconds = next.atStartOfDay().toEpochSecond(ZoneOffset.UTC) - System.currentTimeMillis() / 1_000;
        assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(seconds - 5, seconds + 60);
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void aSpentBudgetIsToldInTheCallersDialectWithItsReset() {
        Caller caller = caller("thrifty");
        Answer openAi = spend(caller);
        String messages =
                """
                {"model":"smart","max_tokens":35,"messages":[{"role":"user","content":"Say something."}]}""";
        String contents = """
                {"contents":[{"role":"user","parts":[{"text":"Say something."}]}]}""";

        Answer anthropic = refusal(() -> caller.post("/v1/messages", messages));
        Answer gemini = refusal(() -> caller.post("/v1beta/models/smart:generateContent", contents));

        assertRefused(openAi, 429, "budget_exhausted");
        assertThat(openAi.error().getString("type")).isEqualTo("insufficient_quota");
        assertThat(openAi.error().getString("message")).contains("own budget");
        assertComesBackNextMonth(openAi);
        assertThat(anthropic.status()).isEqualTo(402);
        assertThat(anthropic.json().getString("type")).isEqualTo("error");
        assertThat(anthropic.error().getString("type")).isEqualTo("billing_error");
        assertComesBackNextMonth(anthropic);
        assertThat(gemini.status()).isEqualTo(429);
        JsonObject error = gemini.error();
        assertThat(error.getString("status")).isEqualTo("RESOURCE_EXHAUSTED");
        assertThat(error.getString("message")).contains("own budget");
        assertComesBackNextMonth(gemini);
        await().atMost(SOON).untilAsserted(() -> assertThat(metric("keywell_budget_used_ratio", "consumer=\"thrifty\""))
                .isBetween(0.2, 1.0));
    }

    @Test
    void theBudgetOfATeamHoldsForItsConsumersTogether() {
        Answer refused = spend(caller("crew-one"));
        assertThat(refused.error().getString("message")).contains("team's budget");

        Answer other = caller("crew-two").chat("smart");

        assertRefused(other, 429, "budget_exhausted");
        assertThat(other.error().getString("message")).contains("team's budget");
        assertComesBackNextMonth(other);
    }

    @Test
    void aBudgetThatChangesLiveForgetsNothing() {
        Caller caller = caller("raised");
        assertRefused(spend(caller), 429, "budget_exhausted");
        try {
            change(world.settings().replace("amount: 0.06", "amount: 600"));
            assertThat(caller.chat("smart").status()).isEqualTo(200);
        } finally {
            change(world.settings());
        }
        assertRefused(caller.chat("smart"), 429, "budget_exhausted");
    }
}
