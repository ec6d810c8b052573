package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.core.Secret;
import io.keywell.provider.Vendors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedProviderTest {

    private static final Map<String, String> SAID = Map.of("weight", "1");

    private final Overlay overlay =
            new Overlay(new CatalogReader(new KnownVendors(Vendors.directory(), Vendors.plannedKeyVariables())));

    private AddedProvider.Outcome read(String type, boolean pools, List<AddedKey> keys) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("keywell.providers.p.type", type);
        properties.put("keywell.providers.p.base-url", "https://provider.example.com/v1");
        if (pools) {
            properties.put("keywell.providers.p.pools.org.limits[0].requests-per-minute", "5");
        }
        return overlay.provider("p", properties, keys).over(null);
    }

    private static List<String> words(AddedProvider.Outcome outcome) {
        List<String> words = new ArrayList<>();
        outcome.problems().forEach(problem -> words.add(problem.toString()));
        if (outcome.provider() != null) {
            for (Pool pool : outcome.provider().pools()) {
                for (Key key : pool.keys()) {
                    Secret secret = key.secret();
                    words.add(pool.name() + " " + pool.rules().size() + " " + key + " "
                            + (secret == null ? null : secret.reveal()));
                }
            }
        }
        return words;
    }

    /** What goes without saying may be said: then the key is read in full, as one of the configuration is. */
    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-compatible"})
    void theShortWayReadsWhatTheLongOneReads(String type) {
        for (String name :
                new String[] {"main", "k-1.2_3", "", "two words", "-first", "x".repeat(64), "x".repeat(65)}) {
            for (String secret : new String[] {"sk-1", "sk 1", " sk-1 ", "sk-\u00e4", "sk-\n", "{\"a\": 1}", "~!"}) {
                for (String pool : new String[] {null, "org", "another", "not right"}) {
                    for (boolean pools : new boolean[] {false, true}) {
                        AddedKey plain = new AddedKey(name, new Secret(secret), pool, Map.of());
                        AddedKey full = new AddedKey(name, new Secret(secret), pool, SAID);

                        assertThat(words(read(type, pools, List.of(plain))))
                                .as("%s, %s, %s, %s", name, secret, pool, pools)
                                .isEqualTo(words(read(type, pools, List.of(full))));
                    }
                }
            }
        }
    }

    @Test
    void aKeyWithAMistakeIsLeftOutAndToldAndItsNeighboursServe() {
        AddedProvider.Outcome outcome = read(
                "openai",
                true,
                List.of(
                        new AddedKey("good", new Secret("sk-1"), "org", Map.of()),
                        new AddedKey("lost", new Secret("sk-2"), "nowhere", Map.of()),
                        new AddedKey("none", null, "org", Map.of()),
                        new AddedKey("blank", new Secret("s k"), "org", Map.of())));

        assertThat(outcome.provider().pools()).hasSize(1);
        assertThat(outcome.provider().pools().get(0).keys())
                .extracting(Key::name)
                .containsExactly("good");
        assertThat(outcome.problems())
                .extracting(Problem::path)
                .containsExactly(
                        "keywell.providers.p.keys.blank.secret",
                        "keywell.providers.p.keys.lost.pool",
                        "keywell.providers.p.keys.none.secret");
        assertThat(outcome.problems().toString()).doesNotContain("s k", "sk-");
    }
}
