package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other gateways have, taken over. */
@QuarkusTest
@TestProfile(WithDatabase.class)
class ImportTest {

    private static final String LITELLM =
            """
            model_list:
              - model_name: imported-smart
                litellm_params: { model: openai/gpt-4o, api_key: sk-planted-a, rpm: 100, tpm: 20000, order: 1 }
              - model_name: imported-smart
                litellm_params: { model: anthropic/claude-sonnet-4-5, api_key: os.environ/ANTHROPIC_API_KEY, order: 2 }
              - model_name: imported-local
                litellm_params: { model: openai/llama, api_base: "http://llm.example:8000/v1", api_key: sk-planted-b, temperature: 0.2 }
              - model_name: imported-odd
                litellm_params: { model: sagemaker/x }
            router_settings: { routing_strategy: simple-shuffle }
            """;

    @Inject
    CatalogRef catalog;

    @BeforeEach
    void nothingIsMade() {
        for (String kind : List.of("models", "providers")) {
            List<String> names = admin().get("/admin/v1/" + kind + "?limit=500")
                    .path("items.findAll { it.source != 'configuration' }.name");
            names.forEach(name -> admin().header("If-Match", "*").delete("/admin/v1/" + kind + "/" + name));
        }
    }

    @Test
    void aLiteLlmFileBecomesProvidersPoolsKeysAndModels() {
        String report = run("litellm", LITELLM)
                .statusCode(200)
                .body(
                        "created",
                        hasItems(
                                "providers/openai",
                                "providers/openai/pools/openai-1",
                                "providers/openai/keys/openai-1",
                                "providers/anthropic",
                                "providers/openai-compatible",
                                "models/imported-smart",
                                "models/imported-local"))
                .body("skipped", empty())
                .body("not-carried-over", hasItem("router_settings: not carried over"))
                .body("not-carried-over", hasItem("model_list[2].litellm_params.temperature: not carried over"))
                .extract()
                .asString();

        assertThat(report).contains("ANTHROPIC_API_KEY").contains("sagemaker").doesNotContain("planted");
        admin().get("/admin/v1/models/imported-smart")
                .then()
                .body("targets.provider", contains("openai", "anthropic"))
                .body("targets.tier", contains(0, 1));
        admin().get("/admin/v1/providers/openai/pools/openai-1")
                .then()
                .body("limits[0].requests-per-minute", equalTo(100))
                .body("limits[0].tokens-per-minute", equalTo(20000));
        admin().get("/admin/v1/providers/openai-compatible")
                .then()
                .body("base-url", equalTo("http://llm.example:8000/v1"));
    }

    private static String group(String url) {
        return """
                {"groups":[{"name":"fixed","channel_type":"openai","upstreams":[{"url":"%s"}],
                  "keys":["sk-planted-one","sk-planted-joined"]}]}
                """
                .formatted(url);
    }

    @Test
    void keysJoinTheConfiguredProviderAtTheSameAddressOnce() {
        String joined = KeyLines.nameOf("sk-planted-joined");

        run("gpt-load", group("http://127.0.0.1:1"))
                .statusCode(200)
                .body("created", contains("providers/fixed/keys/" + joined))
                .body("skipped.why", hasSize(2))
                .body("skipped.why", everyItem(equalTo("the configuration has it")));
        run("gpt-load", group("http://127.0.0.1:1"))
                .statusCode(200)
                .body("created", empty())
                .body("skipped.why", hasItem("it exists"));

        await().untilAsserted(
                        () -> assertThat(catalog.current().provider("fixed").pools())
                                .flatExtracting(Pool::keys)
                                .extracting(Key::name)
                                .contains(joined));
        admin().header("If-Match", "*")
                .delete("/admin/v1/providers/fixed/keys/" + joined)
                .then()
                .statusCode(204);
    }

    @Test
    void keysAreNotGivenToAProviderAtAnotherAddress() {
        run("gpt-load", group("https://elsewhere.example"))
                .statusCode(200)
                .body("created", empty())
                .body("skipped", hasSize(3))
                .body("skipped.why", hasItem("the provider of that name is at another address here"));

        run("gpt-load", group("https://one.example").replace("fixed", "made")).statusCode(200);
        run("gpt-load", group("https://two.example").replace("fixed", "made").replace("-joined", "-other"))
                .statusCode(200)
                .body("created", empty())
                .body("skipped", hasSize(3));
    }

    @Test
    void aTrialChangesNothing() {
        admin().contentType("text/plain")
                .body(LITELLM)
                .post("/admin/v1/import?format=litellm&dry-run=true")
                .then()
                .statusCode(200)
                .body("dry-run", equalTo(true))
                .body("created", hasItem("models/imported-smart"));

        admin().get("/admin/v1/models/imported-smart").then().statusCode(404);
    }

    @Test
    void whatIsThereStays() {
        run("litellm", LITELLM).statusCode(200);

        run("litellm", LITELLM)
                .statusCode(200)
                .body("created", empty())
                .body("skipped.entry", hasItem("models/imported-smart"));
    }

    @Test
    void channelsOfOneApiAreTargetsOfTheirModels() {
        run(
                        "one-api",
                        """
                        [{"id":1,"type":1,"name":"main","key":"sk-planted-1\\nsk-planted-2","models":"gpt-4o,gpt-4o-mini","status":1,"model_mapping":{"gpt-4o":"gpt-4o-2024"}},
                         {"id":2,"type":14,"name":"claude","key":"sk-ant-planted","models":"claude-sonnet-4-5","status":1,"priority":5},
                         {"id":3,"type":15,"name":"baidu","key":"x","models":"ernie","status":1},
                         {"id":4,"type":1,"name":"off","key":"sk-planted-4","models":"gpt-3","status":2}]
                        """)
                .statusCode(200)
                .body(
                        "created",
                        hasItems("providers/openai/keys/openai-2", "models/gpt-4o", "models/claude-sonnet-4-5"))
                .body("not-carried-over", hasSize(3));
        admin().get("/admin/v1/models/gpt-4o").then().body("targets[0].model", equalTo("gpt-4o-2024"));
    }

    @Test
    void groupsOfGptLoadAreProviders() {
        run(
                        "gpt-load",
                        """
                        {"groups":[{"name":"main","channel_type":"openai","upstreams":[{"url":"https://a.example","weight":1},{"url":"https://b.example"}],
                          "keys":["sk-planted-1",{"key_value":"sk-planted-2"}]},
                         {"name":"odd","channel_type":"cohere"}]}
                        """)
                .statusCode(200)
                .body("created", contains("providers/main", "providers/main/keys/main-1", "providers/main/keys/main-2"))
                .body("not-carried-over", hasSize(2));
        admin().get("/admin/v1/providers/main").then().body("base-url", equalTo("https://a.example/v1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other | {} | 422",
                "litellm | model_list: 5 | 422",
                "litellm | 'a: [' | 400",
                "litellm | 'just text' | 422",
                "one-api | {} | 422",
                "one-api | { | 400",
                "gpt-load | nothing | 400"
            })
    void whatCannotBeReadIsAProblem(String format, String body, int status) {
        run(format, body).statusCode(status).contentType("application/problem+json");
    }

    private static ValidatableResponse run(String format, String body) {
        return admin().contentType("text/plain")
                .body(body)
                .post("/admin/v1/import?format=" + format)
                .then();
    }
}
