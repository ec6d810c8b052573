package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keywell.quota.QuotaSettings;
import io.keywell.quota.lease.Outage;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutagesTest {

    private static QuotaSettings settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(QuotaSettings.class)
                .build()
                .getConfigMapping(QuotaSettings.class);
    }

    private static Outage outage(String value, String more, String than) {
        return Outages.of(settings(Map.of("keywell.quota.on-outage", value, "keywell.quota." + more, than)));
    }

    @Test
    void nothingIsSpentUnlessSomebodySaysSo() {
        assertThat(Outages.of(settings(Map.of()))).isEqualTo(Outage.CLOSED);
        assertThat(settings(Map.of()).store()).isEqualTo(QuotaSettings.Store.LOCAL);
    }

    @Test
    void aShareAndAnEscrowArePartsOfTheReplicas() {
        assertThat(outage("degraded-share", "max-replicas", "4")).isEqualTo(new Outage.DegradedShare(4));
        assertThat(outage("escrow", "max-replicas", "4")).isEqualTo(new Outage.Escrow(4, 0.1));
    }

    @Test
    void aMistakeIsNamedWithItsKeyAndWhatIsExpected() {
        assertThatThrownBy(() -> outage("escrow", "escrow", "0.5"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("keywell.quota.max-replicas: not set, but on-outage needs it;"
                        + " expected how many replicas there may be, from 1 to 1000");
        assertThatThrownBy(() -> outage("degraded-share", "max-replicas", "0"))
                .hasMessageStartingWith("keywell.quota.max-replicas: '0'; expected");
        Map<String, String> whole = Map.of(
                "keywell.quota.on-outage", "escrow",
                "keywell.quota.max-replicas", "2",
                "keywell.quota.escrow", "1");
        assertThatThrownBy(() -> Outages.of(settings(whole)))
                .hasMessage("keywell.quota.escrow: '1.0'; expected a part of each limit, above 0 and below 1");
    }
}
