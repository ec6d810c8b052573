package io.keywell.quota.infinispan;

import java.util.Optional;
import java.util.function.Function;

/**
 * {@code quarkus.infinispan-client.*}: where the cluster is and who we are there, by the names that Quarkus has for it. No
 * mapping, because Quarkus warns of every name of its own that no extension knows, and a mapping's defaults count as given.
 */
public final class InfinispanSettings {

    private static final String PREFIX = "quarkus.infinispan-client.";

    private final Function<String, Optional<String>> values;

    /** @param values of properties, by their full names */
    public InfinispanSettings(Function<String, Optional<String>> values) {
        this.values = values;
    }

    private Optional<String> value(String name) {
        return values.apply(PREFIX + name).filter(value -> !value.isBlank());
    }

    /** {@code host:port;host:port}: some of the servers; they tell of the others. */
    Optional<String> hosts() {
        return value("hosts");
    }

    /** Whether the servers want to know who calls. */
    boolean useAuth() {
        return value("use-auth").map(Boolean::parseBoolean).orElse(true);
    }

    Optional<String> username() {
        return value("username");
    }

    Optional<String> password() {
        return value("password");
    }

    String authRealm() {
        return value("auth-realm").orElse("default");
    }

    /** The servers' name in SASL. */
    String authServerName() {
        return value("auth-server-name").orElse("infinispan");
    }

    String saslMechanism() {
        return value("sasl-mechanism").orElse("SCRAM-SHA-512");
    }

    /** A file with the authorities that are trusted; turns TLS on, as key store, protocol and SNI name do. */
    Optional<String> trustStore() {
        return value("trust-store");
    }

    Optional<String> trustStorePassword() {
        return value("trust-store-password");
    }

    Optional<String> trustStoreType() {
        return value("trust-store-type");
    }

    /** A file with the gateway's own certificate, for SASL {@code EXTERNAL}. */
    Optional<String> keyStore() {
        return value("key-store");
    }

    Optional<String> keyStorePassword() {
        return value("key-store-password");
    }

    Optional<String> keyStoreType() {
        return value("key-store-type");
    }

    Optional<String> keyAlias() {
        return value("key-alias");
    }

    /** For example {@code TLSv1.3}. */
    Optional<String> sslProtocol() {
        return value("ssl-protocol");
    }

    boolean sslHostNameValidation() {
        return value("ssl-host-name-validation").map(Boolean::parseBoolean).orElse(true);
    }

    /** The name that the servers' certificates have. */
    Optional<String> sniHostName() {
        return value("sni-host-name");
    }
}
