package io.keywell.alerting;

import io.keywell.core.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who is told.
 *
 * @param secret notices are signed with it; null = they are not
 */
public record Webhook(String name, URI url, Format format, @Nullable Secret secret) {

    /** How a notice is written. */
    public enum Format {
        /** All that is known, as JSON. */
        GENERIC,
        /** One text, as Slack's incoming webhooks take it, and what is compatible with them. */
        SLACK
    }

    /** The URL is a secret with many services. */
    @Override
    public String toString() {
        return name;
    }
}
