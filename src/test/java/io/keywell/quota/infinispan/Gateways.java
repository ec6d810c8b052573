package io.keywell.quota.infinispan;

import static org.awaitility.Awaitility.await;

import io.keywell.cluster.InfinispanNodes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Links as several gateways would have them, all in this process. */
final class Gateways {

    private Gateways() {}

    static InfinispanLink link(InfinispanNodes nodes) {
        return link(settings(nodes));
    }

    static InfinispanLink link(InfinispanSettings settings) {
        InfinispanLink link = new InfinispanLink(settings);
        link.start();
        return link;
    }

    static InfinispanSettings settings(InfinispanNodes nodes) {
        return settings(Map.of("hosts", nodes.hosts(), "username", nodes.username(), "password", nodes.password()));
    }

    /** @param values by their names below {@code quarkus.infinispan-client} */
    static InfinispanSettings settings(Map<String, String> values) {
        return new InfinispanSettings(
                name -> Optional.ofNullable(values.get(name.replace("quarkus.infinispan-client.", ""))));
    }

    static void awaitStanding(InfinispanLink link, Standing standing) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> link.standing() == standing);
    }
}
