package io.keywell.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import io.keywell.provider.Vendors;
import io.keywell.quota.CoolDown;
import io.keywell.quota.Scope;
import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each vendor's look-alike says by itself. */
@QuarkusTest
@TestProfile(VendorsProfile.class)
class VendorsOverHttpTest extends AtVendors {

    static List<String> vendors() {
        return LookAlikes.FAMILIES.keySet().stream().sorted().toList();
    }

    @Test
    void everyVendorHasALookAlike() {
        assertThat(Vendors.directory().stream().map(vendor -> vendor.type()))
                .containsExactlyInAnyOrderElementsOf(LookAlikes.FAMILIES.keySet());
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aChatIsAnswered(String vendor) {
        HttpResponse<String> answer = chat(LookAlikes.provider(vendor, "good"), false);

        servedBy(answer, LookAlikes.provider(vendor, "good"), 1);
        JsonObject usage = new JsonObject(answer.body()).getJsonObject("usage");
        assertThat(usage.getInteger("prompt_tokens")).isPositive();
        assertThat(usage.getInteger("completion_tokens")).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aStreamIsAnswered(String vendor) {
        HttpResponse<String> answer = chat(LookAlikes.provider(vendor, "stream"), true);

        servedBy(answer, LookAlikes.provider(vendor, "stream"), 1);
        assertThat(data(answer)).last().isEqualTo("[DONE]");
        assertThat(data(answer).stream().limit(data(answer).size() - 1).map(JsonObject::new))
                .allSatisfy(chunk -> assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk"));
    }

    @Test
    void bothOfAzuresUrlFamiliesAreServed() {
        servedBy(chat("azure-classic", false), "azure-classic", 1);
        servedBy(chat("azure-classic", true), "azure-classic", 1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aThrottleCoolsThePoolAndTheOtherOneAnswers(String vendor) {
        String provider = LookAlikes.provider(vendor, "throttle");
        play(vendor, FaultRule.once(Fault.RATE_LIMITED_HEADER));

        HttpResponse<String> answer = chat(provider, false);

        // Vertex tells that nobody's quota but the pool of all customers is empty.
        servedBy(answer, vendor.equals("vertex") ? LookAlikes.SPARE : provider, 2);
        CoolDown coolDown = theCoolDown();
        Map<String, FailureClass> others = Map.of("vertex", FailureClass.OVERLOAD, "ollama", FailureClass.RATE_LONG);
        assertThat(coolDown.cause()).isEqualTo(others.getOrDefault(vendor, FailureClass.RATE_SHORT));
        if (coolDown.scope() instanceof Scope.PoolModelDimension pool) {
            assertThat("p" + header(answer, "x-keywell-key").substring(1)).isNotEqualTo(pool.pool());
        }
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aPurseThatIsEmptyRestsForLong(String vendor) {
        String provider = LookAlikes.provider(vendor, "money");
        play(vendor, FaultRule.once(Fault.INSUFFICIENT_QUOTA));

        HttpResponse<String> answer = chat(provider, false);

        servedBy(answer, provider, 2);
        CoolDown coolDown = theCoolDown();
        // These two know plans and no purses.
        boolean plan = Set.of("bedrock", "ollama").contains(vendor);
        assertThat(coolDown.cause()).isEqualTo(plan ? FailureClass.RATE_LONG : FailureClass.CREDIT);
        // Its end and its begin are read from the clock one after the other.
        assertThat(coolDown.untilMillis() - coolDown.sinceMillis()).isGreaterThan(30 * 60_000 - 1_000);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aKeyThatIsRefusedRestsAndTheOtherOneAnswers(String vendor) {
        String provider = LookAlikes.provider(vendor, "key");
        play(vendor, FaultRule.once(Fault.INVALID_KEY));

        HttpResponse<String> answer = chat(provider, false);

        servedBy(answer, provider, 2);
        boolean purse = vendor.equals("perplexity");
        assertThat(theCoolDown().cause()).isEqualTo(purse ? FailureClass.CREDIT : FailureClass.CREDENTIAL);
        assertThat(theCoolDown().scope()).isInstanceOf(purse ? Scope.Billing.class : Scope.Key.class);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aPromptThatIsTooLongIsTheCallersAffair(String vendor) {
        String provider = LookAlikes.provider(vendor, "large");
        play(vendor, FaultRule.once(Fault.CONTEXT_LENGTH));

        HttpResponse<String> answer = chat(provider, false);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                .isEqualTo("context_length_exceeded");
        assertThat(coolDowns.current()).isEmpty();
    }

    /** One pool takes a call a minute, the other one any number; nobody told the gateway. */
    @ParameterizedTest
    @MethodSource("vendors")
    void whatTheVendorsOwnLimiterRefusesIsAnsweredByTheOtherPool(String vendor) {
        String provider = LookAlikes.provider(vendor, "limit");
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> answer = chat(provider, false);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }

        long refused = lookAlike(vendor).report().stream()
                .filter(pool -> pool.pool().equals(provider + "-1"))
                .mapToLong(pool -> pool.totals().refused())
                .sum();
        assertThat(refused).as("asked again while it cooled").isLessThanOrEqualTo(1);
        for (CoolDown coolDown : coolDowns.current()) {
            long length = coolDown.untilMillis() - coolDown.sinceMillis();
            if (coolDown.source() == Source.HEADER || coolDown.source() == Source.BODY) {
                assertThat(length).isBetween(25_000L, 62_000L);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void anAnswerThatIsCompressedThoughNobodyAskedIsAnAnswer(String vendor) {
        String provider = LookAlikes.provider(vendor, "compressed");
        play(vendor, FaultRule.times(Fault.GZIP, 2));

        servedBy(chat(provider, false), provider, 1);
        servedBy(chat(provider, true), provider, 1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void whoeverWaitsInTheVendorsQueueGetsAnAnswer(String vendor) {
        String provider = LookAlikes.provider(vendor, "queued");
        play(vendor, FaultRule.times(Fault.QUEUED, 2));

        servedBy(chat(provider, false), provider, 1);
        servedBy(chat(provider, true), provider, 1);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void anErrorThatComesBeforeTheFirstWordMovesOn(String vendor) {
        String provider = LookAlikes.provider(vendor, "early");
        play(vendor, FaultRule.once(Fault.ERROR_EVENT_FIRST));

        HttpResponse<String> answer = chat(provider, true);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "x-keywell-attempts")).isEqualTo("2");
        assertThat(answer.body()).contains("Simulated").doesNotContain("\"error\"");
    }

    /** OpenAI takes them itself, the others are asked for a chat in their place. */
    @ParameterizedTest
    @MethodSource("vendors")
    void aCallOfTheResponsesApiIsAnswered(String vendor) {
        JsonObject answer = new JsonObject(respond(vendor, false, "Hello").body());

        JsonObject message = answer.getJsonArray("output").getJsonObject(0);
        assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                .startsWith("Simulated " + vendor);
        // xAI tells its thoughts' tokens apart.
        assertThat(answer.getJsonObject("usage").getInteger("output_tokens")).isEqualTo(vendor.equals("xai") ? 13 : 8);
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void soIsAStreamOfItWithATool(String vendor) {
        HttpResponse<String> answer = respond(vendor, true, "the weather");

        List<JsonObject> events = data(answer).stream().map(JsonObject::new).toList();
        assertThat(events.get(0).getString("type")).isEqualTo("response.created");
        assertThat(events).extracting(event -> event.getString("type")).contains("response.output_item.added");
        JsonObject last = events.get(events.size() - 1);
        assertThat(last.getString("type")).isEqualTo("response.completed");
        JsonObject call = last.getJsonObject("response").getJsonArray("output").getJsonObject(0);
        assertThat(call.getString("name")).isEqualTo("weather");
        assertThat(new JsonObject(call.getString("arguments")).getString("input"))
                .isEqualTo("the weather");
        assertThat(last.getJsonObject("response").getJsonObject("usage").getInteger("input_tokens"))
                .isPositive();
    }

    private HttpResponse<String> respond(String vendor, boolean stream, String input) {
        String provider = LookAlikes.provider(vendor, "responses");
        HttpResponse<String> answer = post(
                "v1/responses",
                "{\"model\":\"" + LookAlikes.model(provider) + "\",\"stream\":" + stream + ",\"input\":\"" + input
                        + "\",\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":{\"type\":"
                        + "\"object\",\"properties\":{\"input\":{\"type\":\"string\"}}}}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "x-keywell-provider")).isEqualTo(provider);
        return answer;
    }

    private CoolDown theCoolDown() {
        assertThat(coolDowns.current()).hasSize(1);
        return coolDowns.current().get(0);
    }
}
