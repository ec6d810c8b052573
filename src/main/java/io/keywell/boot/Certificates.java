package io.keywell.boot;

import io.keywell.telemetry.MetricNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** When the certificate that callers see runs out, as a metric. Read when it is scraped: certificates are renewed live. */
@Singleton
final class Certificates {

    void start(@Observes StartupEvent event, MeterRegistry registry, TlsConfigurationRegistry tls) {
        if (keys(tls) != null) {
            Gauge.builder(MetricNames.CERTIFICATE_EXPIRES, tls, now -> firstExpirySeconds(keys(now)))
                    .register(registry);
        }
    }

    private static @Nullable KeyStore keys(TlsConfigurationRegistry tls) {
        return tls.getDefault().map(TlsConfiguration::getKeyStore).orElse(null);
    }

    /** Epoch seconds at which the first certificate expires; NaN when there is none. */
    static double firstExpirySeconds(@Nullable KeyStore keys) {
        double first = Double.NaN;
        if (keys == null) {
            return first;
        }
        try {
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.getCertificate(alias) instanceof X509Certificate certificate) {
                    double expires = certificate.getNotAfter().getTime() / 1_000.0;
                    first = Double.isNaN(first) ? expires : Math.min(first, expires);
                }
            }
            return first;
        } catch (KeyStoreException e) {
            return Double.NaN;
        }
    }
}
