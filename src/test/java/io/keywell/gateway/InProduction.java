package io.keywell.gateway;

import java.util.HashMap;
import java.util.Map;

/** The gateway of the other tests with the console of production, and open to the pages of one origin. */
public final class InProduction extends BehindTheSimulator {

    static final String ORIGIN = "https://app.example.com";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        // What application.yaml says of every profile but those for people.
        overrides.put("quarkus.log.console.json.enabled", "true");
        overrides.put("quarkus.log.category.\"io.keywell\".level", "INFO");
        overrides.put("keywell.logging.calls", "true");
        overrides.put("quarkus.http.cors.enabled", "true");
        overrides.put("quarkus.http.cors.origins", ORIGIN);
        return overrides;
    }
}
