package io.keywell.quota.infinispan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code quarkus.infinispan-client.*}: where the cluster is and who we are there, by the names that Quarkus has for it. */
@ConfigMapping(prefix = "quarkus.infinispan-client")
public interface InfinispanSettings {

    /** {@code host:port;host:port}: some of the servers; they tell of the others. */
    Optional<String> hosts();

    /** Whether the servers want to know who calls. */
    @WithDefault("true")
    boolean useAuth();

    Optional<String> username();

    Optional<String> password();

    @WithDefault("default")
    String authRealm();

    /** The servers' name in SASL. */
    @WithDefault("infinispan")
    String authServerName();

    @WithDefault("SCRAM-SHA-512")
    String saslMechanism();

    /** A file with the authorities that are trusted; turns TLS on, as every setting below does. */
    Optional<String> trustStore();

    Optional<String> trustStorePassword();

    Optional<String> trustStoreType();

    /** A file with the gateway's own certificate, for SASL {@code EXTERNAL}. */
    Optional<String> keyStore();

    Optional<String> keyStorePassword();

    Optional<String> keyStoreType();

    Optional<String> keyAlias();

    /** For example {@code TLSv1.3}. */
    Optional<String> sslProtocol();

    @WithDefault("true")
    boolean sslHostNameValidation();

    /** The name that the servers' certificates have. */
    Optional<String> sniHostName();
}
