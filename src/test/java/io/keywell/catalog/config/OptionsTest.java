package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.catalog.Provider;
import io.keywell.catalog.Vendor;
import io.keywell.catalog.Vendor.Option;
import io.keywell.catalog.Vendor.Setup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final Vendor REGIONAL = new Vendor(
            "regional",
            null,
            List.of("REGIONAL_KEY"),
            List.of(),
            false,
            new Setup(
                    List.of(
                            new Option("region", "location", "REGIONAL_REGION", true, "the region"),
                            new Option("version", null, null, false, "the version")),
                    options -> "https://" + options.get("region") + ".example.com",
                    true));

    private final KnownVendors vendors = new KnownVendors(
            List.of(REGIONAL, new Vendor("plain", "https://host/v1", List.of(), List.of(), false)), Map.of());

    private ConfigResult read(Map<String, String> environment, String... lines) {
        return Configured.with(lines).read(vendors, environment);
    }

    private static Provider provider(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        return ((ConfigResult.Accepted) result).catalog().provider("regional");
    }

    private static List<String> problems(ConfigResult result) {
        assertThat(result).isInstanceOf(ConfigResult.Rejected.class);
        return ((ConfigResult.Rejected) result)
                .problems().stream().map(Problem::toString).toList();
    }

    @Test
    void optionsDecideTheAddressAndTravelWithTheProvider() {
        Provider provider = provider(read(
                Map.of(),
                "providers.regional.options.region=eu-1",
                "providers.regional.options.version=2",
                "providers.regional.api-keys=k"));

        assertThat(provider.baseUrl().host()).isEqualTo("eu-1.example.com");
        assertThat(provider.options()).isEqualTo(Map.of("region", "eu-1", "version", "2"));
    }

    @Test
    void anAliasAndTheVendorsVariableAreUnderstood() {
        assertThat(provider(read(Map.of(), "providers.regional.options.location=eu-1", "providers.regional.api-keys=k"))
                        .options())
                .isEqualTo(Map.of("region", "eu-1"));
        assertThat(provider(read(Map.of("REGIONAL_REGION", "us-1", "REGIONAL_KEY", "k")))
                        .options())
                .isEqualTo(Map.of("region", "us-1"));
        assertThat(provider(read(
                                Map.of("KEYWELL_PROVIDERS_REGIONAL_OPTIONS_REGION", "us-2"),
                                "providers.regional.api-keys=k"))
                        .options())
                .isEqualTo(Map.of("region", "us-2"));
    }

    @Test
    void anAddressOfTheOperatorsStands() {
        Provider provider = provider(read(
                Map.of(),
                "providers.regional.base-url=http://localhost:1/x",
                "providers.regional.options.region=eu-1",
                "providers.regional.api-keys=k"));

        assertThat(provider.baseUrl().host()).isEqualTo("localhost");
    }

    @Test
    void whatIsMissingMisspeltOrUnfitForAUrlIsReported() {
        assertThat(problems(read(Map.of(), "providers.regional.api-keys=k")))
                .containsExactly(
                        "keywell.providers.regional.options.region: nothing; expected the region, here or in REGIONAL_REGION");
        assertThat(problems(read(
                        Map.of(),
                        "providers.regional.options.regoin=eu-1",
                        "providers.regional.options.region=eu/1",
                        "providers.regional.api-keys=k")))
                .anySatisfy(problem -> assertThat(problem).contains("regoin").contains("did you mean region?"))
                .anySatisfy(problem -> assertThat(problem).contains("options.region: 'eu/1'"));
        assertThat(problems(read(Map.of(), "providers.plain.options.region=eu-1", "providers.plain.api-keys=k")))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("no options"));
    }

    @Test
    void aVendorsKeyVariableWithoutItsNeededOptionIsAWarning() {
        ConfigResult result = read(Map.of("REGIONAL_KEY", "k"));

        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        assertThat(((ConfigResult.Accepted) result).warnings())
                .contains("REGIONAL_KEY: not used without keywell.providers.regional.options.region");
    }

    @Test
    void aDocumentIsAKeyOnlyWhereTheVendorSaysSo() {
        String document = "{\n \"type\": \"service_account\" }";

        assertThat(provider(read(
                                Map.of(),
                                "providers.regional.options.region=eu-1",
                                "providers.regional.keys.a.secret=" + document))
                        .pools())
                .hasSize(1);
        assertThat(problems(read(Map.of(), "providers.plain.keys.a.secret=" + document)))
                .singleElement()
                .satisfies(problem -> assertThat(problem).doesNotContain("service_account"));
    }

    @Test
    void anAddressOfTheMachinesOwnCloudIsTakenOnlyWhenThatIsSaid() {
        String url = "providers.plain.base-url=http://169.254.170.2/v1";
        String key = "providers.plain.api-keys=sk-1";

        assertThat(problems(read(Map.of(), url, key))).hasSize(1);
        assertThat(problems(read(Map.of(), url, key, "providers.plain.link-local=false")))
                .hasSize(1);
        assertThat(problems(read(Map.of(), url, key, "providers.plain.link-local=yes")))
                .hasSize(2);
        assertThat(read(Map.of(), url, key, "providers.plain.link-local=true"))
                .isInstanceOf(ConfigResult.Accepted.class);
    }
}
