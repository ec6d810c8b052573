package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** It starts without the cluster that it shares limits in, and serves what has none. */
@QuarkusTest
@TestProfile(WithoutItsCluster.class)
class ClusterAwayTest extends OverTheWire {

    @Test
    void readinessStaysUpAndSaysTheMode() {
        JsonObject check = LiveConfigurationTest.keywell(operations("/health/ready"));

        assertThat(check.getString("status")).isEqualTo("UP");
        assertThat(check.getJsonObject("data").getString("quota-store")).isEqualTo("infinispan");
        assertThat(check.getJsonObject("data").getString("quota-store-mode")).isEqualTo("closed");
    }

    @Test
    void metricsSayTheMode() {
        assertThat(metrics())
                .contains("keywell_quota_store_up{store=\"infinispan\"} 0.0")
                .contains("keywell_quota_store_seconds_count{store=\"infinispan\"}")
                .contains("keywell_quota_store_lease_age_seconds_count")
                .contains("keywell_quota_store_grants_total{dimension=\"requests-per-minute\"}")
                .contains("keywell_quota_store_forfeits_total{")
                .contains("keywell_quota_store_lost_swaps_total")
                .contains("keywell_quota_store_local_denials_total");
        assertThat(metric("keywell_quota_store_mode", "mode=\"closed\"")).isEqualTo(1);
        assertThat(metric("keywell_quota_store_operations_total", "kind=\"read\"", "outcome=\"refused\""))
                .isPositive();
    }

    @Test
    void whatHasNoLimitsIsServed() {
        aGoodRequestWorks();
    }

    @Test
    void whatHasLimitsIsRefusedWithATimeToComeBack() {
        Answer refused = web.chat("dry", "x-keywell-max-wait", "0");

        assertThat(refused.status()).as(refused.body()).isIn(429, 503);
        assertThat(refused.header("retry-after")).isNotNull();
        assertThat(world.admittedBy("dry") + world.admittedBy("spare")).isZero();
    }
}
