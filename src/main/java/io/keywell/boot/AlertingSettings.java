package io.keywell.boot;

import io.keywell.alerting.Webhook;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code keywell.alerting.*}: notices to webhooks. Without a webhook nothing is looked at. */
@ConfigMapping(prefix = "keywell.alerting")
public interface AlertingSettings {

    Map<String, Hook> webhooks();

    /** After which somebody is reminded of what is still wrong. */
    @WithDefault("4h")
    Duration repeat();

    /** Most notices in a minute. */
    @WithDefault("10")
    int perMinute();

    /** One webhook. */
    interface Hook {

        URI url();

        @WithDefault("generic")
        Webhook.Format format();

        /** Signs the notices. */
        Optional<String> secret();
    }
}
