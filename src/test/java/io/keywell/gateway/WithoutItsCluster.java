package io.keywell.gateway;

import java.util.HashMap;
import java.util.Map;

/** The gateway of the other tests, told to count in a cluster that is not there. */
public final class WithoutItsCluster extends BehindTheSimulator {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("keywell.quota.store", "infinispan");
        // Nothing listens there.
        overrides.put("quarkus.infinispan-client.hosts", "127.0.0.1:1");
        overrides.put("quarkus.infinispan-client.username", "keywell");
        overrides.put("quarkus.infinispan-client.password", "keywell");
        return overrides;
    }
}
