package io.keywell.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** One application for all tests of this package. */
public class BehindTheSimulator implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Rig.class));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.management.test-port", "0",
                // What holds an event loop for so long is found in the log after each test.
                "quarkus.vertx.max-event-loop-execute-time", "1s",
                "quarkus.vertx.warning-exception-time", "1s",
                "quarkus.log.category.\"io.keywell\".level", "DEBUG");
    }
}
