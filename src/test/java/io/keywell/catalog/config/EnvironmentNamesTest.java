package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentNamesTest {

    private final Findings findings = new Findings();

    private Map<String, String> over(Map<String, String> files, String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables) {
            environment.put(variable, "value");
        }
        return EnvironmentNames.over(files, environment, findings);
    }

    @ParameterizedTest
    @CsvSource({
        "KEYWELL_AUTH_ANONYMOUS, keywell.auth.anonymous",
        "KEYWELL_PROVIDERS_OPENAI_API_KEYS, keywell.providers.openai.api-keys",
        "KEYWELL_PROVIDERS_OPENAI_TYPE, keywell.providers.openai.type",
        "KEYWELL_PROVIDERS_LLAMA_CPP_BASE_URL, keywell.providers.llama-cpp.base-url",
        "KEYWELL_PROVIDERS_OPENAI_KEYS_TEAM_A_SECRET, keywell.providers.openai.keys.team-a.secret",
        "KEYWELL_PROVIDERS_OPENAI_KEYS_TEAM_A_SECRET_FILE, keywell.providers.openai.keys.team-a.secret-file",
        "KEYWELL_PROVIDERS_OPENAI_KEYS_A_MODELS, keywell.providers.openai.keys.a.models",
        "KEYWELL_PROVIDERS_OPENAI_KEYS_A_MODELS_0_, keywell.providers.openai.keys.a.models[0]",
        "KEYWELL_PROVIDERS_OPENAI_POOLS_ORG_1_BILLING, keywell.providers.openai.pools.org-1.billing",
        "KEYWELL_PROVIDERS_X_POOLS_P_LIMITS_12__TOKENS_PER_DAY, keywell.providers.x.pools.p.limits[12].tokens-per-day",
        "KEYWELL_PROVIDERS_X_POOLS_P_LIMITS_0_MODEL, keywell.providers.x.pools.p.limits[0].model",
        "KEYWELL_MODELS_SMART_TARGETS_0__PROVIDER, keywell.models.smart.targets[0].provider",
        "KEYWELL_MODELS_VERY_SMART_MAX_WAIT, keywell.models.very-smart.max-wait",
        "KEYWELL_CONSUMERS_WEB_APP_KEY, keywell.consumers.web-app.key",
        "KEYWELL_CONSUMERS_WEB_APP_KEYS, keywell.consumers.web-app.keys",
        "KEYWELL_CONSUMERS_WEB_APP_KEY_SHA256, keywell.consumers.web-app.key-sha256",
        "KEYWELL_CONSUMERS_WEB_LIMITS_INPUT_TOKENS_PER_MINUTE, keywell.consumers.web.limits.input-tokens-per-minute",
        "KEYWELL_CONSUMERS_WEB_BUDGET_AMOUNT, keywell.consumers.web.budget.amount",
    })
    void aVariableMeansTheProperty(String variable, String property) {
        assertThat(over(Map.of(), variable)).containsExactly(Map.entry(property, "value"));
        assertThat(findings.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "web_app, web_app",
        "Web-App, Web-App",
        "web.app, \"web.app\"",
    })
    void aNameThatTheFilesHaveIsFoundHoweverItIsWritten(String name, String inProperty) {
        Map<String, String> files = Map.of("keywell.consumers." + inProperty + ".team", "t");

        assertThat(over(files, "KEYWELL_CONSUMERS_WEB_APP_KEY"))
                .containsKey("keywell.consumers." + inProperty + ".key");
    }

    @Test
    void aVariableGoesOverTheFiles() {
        Map<String, String> all = over(Map.of("keywell.auth.anonymous", "false"), "KEYWELL_AUTH_ANONYMOUS");

        assertThat(all).containsExactly(Map.entry("keywell.auth.anonymous", "value"));
    }

    @Test
    void aWholeListInAVariableReplacesTheListOfTheFiles() {
        Map<String, String> files = Map.of(
                "keywell.consumers.web.models[0]", "a",
                "keywell.consumers.web.models[1]", "b",
                "keywell.consumers.web.team", "t");

        assertThat(over(files, "KEYWELL_CONSUMERS_WEB_MODELS"))
                .containsOnlyKeys("keywell.consumers.web.models", "keywell.consumers.web.team");
    }

    @Test
    void oneElementInAVariableReplacesOnlyThatElement() {
        Map<String, String> files = Map.of(
                "keywell.models.m.targets[0].provider", "a",
                "keywell.models.m.targets[0].model", "x");

        assertThat(over(files, "KEYWELL_MODELS_M_TARGETS_0__PROVIDER"))
                .containsEntry("keywell.models.m.targets[0].provider", "value")
                .containsEntry("keywell.models.m.targets[0].model", "x");
    }

    @Test
    void namesOfTheFilesDecideWhereANameEnds() {
        Map<String, String> files = Map.of("keywell.providers.my-keys-b.keys.c.weight", "1");

        assertThat(over(files, "KEYWELL_PROVIDERS_MY_KEYS_B_KEYS_C_SECRET"))
                .containsKey("keywell.providers.my-keys-b.keys.c.secret");
        assertThat(over(Map.of(), "KEYWELL_PROVIDERS_MY_KEYS_B_KEYS_C_SECRET"))
                .containsKey("keywell.providers.my.keys.b-keys-c.secret");
    }

    @Test
    void aVariableThatMeansNothingIsAProblemWithTheNearestName() {
        assertThat(over(Map.of(), "KEYWELL_PROVIDERS_OPENAI_API_KEY", "KEYWELL_CONSUMERS_WEB_COLOUR"))
                .isEmpty();
        assertThat(findings.problems())
                .extracting(Problem::toString)
                .isEqualTo(List.of(
                        "KEYWELL_CONSUMERS_WEB_COLOUR: an unknown name; expected the name of a property in capitals, with"
                                + " underscores for all other characters",
                        "KEYWELL_PROVIDERS_OPENAI_API_KEY: an unknown name; expected the name of a property in capitals,"
                                + " with underscores for all other characters; did you mean"
                                + " KEYWELL_PROVIDERS_OPENAI_API_KEYS?"));
    }

    @Test
    void variablesOutsideTheCatalogAreNotLookedAt() {
        assertThat(over(Map.of(), "KEYWELL_PORT_8080_TCP", "KEYWELL_QUOTA_STORE", "PATH"))
                .isEmpty();
        assertThat(findings.problems()).isEmpty();
    }

    @Test
    void aBlankVariableHidesTheValueOfTheFiles() {
        Configured configured = Configured.with("auth.anonymous=true").env("KEYWELL_AUTH_ANONYMOUS", "");

        assertThat(configured.catalog().anonymous().consumerFor(true)).isNull();
    }
}
