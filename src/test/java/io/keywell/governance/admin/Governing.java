package io.keywell.governance.admin;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway without a database, with a provider, a model and a consumer from its configuration. */
public class Governing implements QuarkusTestProfile {

    static final String TOKEN = "kwa-planted-admin-token";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"),
                Map.entry("keywell.database", "none"),
                Map.entry("keywell.admin.token", TOKEN),
                Map.entry("keywell.admin.failures.most", "3"),
                Map.entry("keywell.providers.fixed.type", "openai-compatible"),
                Map.entry("keywell.providers.fixed.base-url", "http://127.0.0.1:1/v1"),
                Map.entry("keywell.providers.fixed.keys.fixed-1.secret", "sk-planted-one"),
                Map.entry("keywell.providers.fixed.keys.fixed-1.pool", "org-1"),
                Map.entry("keywell.providers.fixed.keys.fixed-2.secret", "sk-planted-two"),
                Map.entry("keywell.providers.fixed.keys.fixed-2.pool", "org-2"),
                Map.entry("keywell.providers.fixed.keys.fixed-3.secret", "sk-planted-three"),
                Map.entry("keywell.providers.fixed.keys.fixed-3.pool", "org-2"),
                Map.entry("keywell.providers.fixed.keys.fixed-3.state", "disabled"),
                Map.entry("keywell.providers.fixed.pools.org-1.limits[0].requests-per-minute", "100"),
                Map.entry("keywell.providers.fixed.pools.org-2.limits[0].tokens-per-minute", "5000"),
                Map.entry("keywell.models.smart.targets[0].provider", "fixed"),
                Map.entry("keywell.models.smart.targets[0].model", "large"),
                Map.entry("keywell.models.gone.state", "retired"),
                Map.entry("keywell.prices.agreed.provider", "fixed"),
                Map.entry("keywell.prices.agreed.model", "agreed-*"),
                Map.entry("keywell.prices.agreed.input", "1.50"),
                Map.entry("keywell.prices.agreed.output", "6"),
                Map.entry("keywell.consumers.web.key", "kw-planted-web"),
                Map.entry("keywell.consumers.web.models", "smart"),
                Map.entry("keywell.consumers.web.limits.requests-per-minute", "10"));
    }
}
