package io.keywell.quota.infinispan;

import static org.awaitility.Awaitility.await;

import io.keywell.cluster.InfinispanNodes;
import io.keywell.core.Clock;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Links as several gateways would have them, all in this process. */
final class Gateways {

    private Gateways() {}

    static InfinispanLink link(InfinispanNodes nodes) {
        return link(settings(nodes));
    }

    static InfinispanLink link(InfinispanSettings settings) {
        InfinispanLink link = new InfinispanLink(settings, Clock.system(), (kind, nanos, answered) -> {});
        link.start();
        return link;
    }

    static InfinispanSettings settings(InfinispanNodes nodes) {
        return settings(Map.of("hosts", nodes.hosts(), "username", nodes.username(), "password", nodes.password()));
    }

    /** @param values by their names below {@code quarkus.infinispan-client} */
    static InfinispanSettings settings(Map<String, String> values) {
        Map<String, String> properties = new HashMap<>();
        values.forEach((name, value) -> properties.put("quarkus.infinispan-client." + name, value));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(InfinispanSettings.class)
                .build()
                .getConfigMapping(InfinispanSettings.class);
    }

    static void awaitStanding(InfinispanLink link, Standing standing) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> link.standing() == standing);
    }
}
