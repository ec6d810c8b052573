package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.core.Secret;
import io.keywell.provider.Vendors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedCallerTest {

    private final CatalogReader reader =
            new CatalogReader(new KnownVendors(Vendors.directory(), Vendors.plannedKeyVariables()));
    private final Overlay overlay = new Overlay(reader);

    private Catalog configured(String name, Map<String, String> values) {
        Map<String, String> properties = new HashMap<>();
        values.forEach((path, value) -> properties.put("keywell.consumers.\"" + name + "\"." + path, value));
        properties.put("keywell.consumers.\"" + name + "\".key", "kw-1");
        properties.put("keywell.providers.openai.keys.k.secret", "sk-1");
        return ((ConfigResult.Accepted) reader.read(properties, Map.of(), path -> "")).catalog();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "Shop-1.2_3"})
    void isReadAsIfItWereConfigured(String name) {
        Map<String, String> values = Map.of(
                "priority", "9",
                "models", "chat, gpt-*",
                "max-wait", "2m",
                "limits.requests-per-minute", "60",
                "limits.tokens-per-day", "1000000",
                "limits.window", "fixed",
                "budget.amount", "12.50",
                "budget.period", "week",
                "budget.soft", "0.5",
                "budget.zone", "Europe/Berlin");

        Overlay.Caller read = overlay.caller(name, values);

        Consumer expected = configured(name, values).consumer(new Secret("kw-1"));
        assertThat(expected).isNotNull();
        assertThat(read).isEqualTo(new Overlay.Caller(expected, List.of()));
    }

    @Test
    void whatIsNotSaidIsWhatItIsInTheConfiguration() {
        assertThat(overlay.caller("app", Map.of()).consumer())
                .isEqualTo(configured("app", Map.of()).consumer(new Secret("kw-1")));
    }

    @Test
    void itsTeamIsANameUntilAllTeamsAreKnown() {
        Overlay.Caller read = overlay.caller("app", Map.of("team", "crew"));

        assertThat(read.problems()).isEmpty();
        assertThat(read.consumer()).isNotNull().extracting(Consumer::team).isEqualTo("crew");
    }

    @Test
    void aMistakeIsToldWithItsWholeNameAndTheCallerIsLeftOut() {
        Overlay.Caller read = overlay.caller("app", Map.of("limits.requests-per-minute", "0", "max-wait", "soon"));

        assertThat(read.consumer()).isNull();
        assertThat(read.problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "keywell.consumers.app.limits.requests-per-minute", "keywell.consumers.app.max-wait");
    }

    @Test
    void aNameThatCannotStandInAHeaderIsAMistake() {
        assertThat(overlay.caller("two words", Map.of()).problems()).hasSize(1);
    }

    @Test
    void callersWithoutAKeyCannotHaveOne() {
        Overlay.Caller read = overlay.caller("anonymous", Map.of("priority", "1"));

        assertThat(read.consumer()).isNull();
        assertThat(read.problems()).extracting(Problem::path).containsExactly("keywell.consumers.anonymous.key-sha256");
    }
}
