package io.keywell.quota.infinispan;

import java.util.Optional;
import org.infinispan.client.hotrod.configuration.AuthenticationConfigurationBuilder;
import org.infinispan.client.hotrod.configuration.ClientIntelligence;
import org.infinispan.client.hotrod.configuration.Configuration;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.client.hotrod.configuration.SslConfigurationBuilder;
import org.infinispan.client.hotrod.marshall.BytesOnlyMarshaller;

/** The settings in the client's words, with the timeouts that the gateway needs. */
final class ClientConfiguration {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;

    /**
     * How long connecting waits for each answer; who asks for an entry waits far less, by a clock of its own. Long enough
     * for servers that have just started and check the passwords of all gateways at once.
     */
    private static final int SOCKET_TIMEOUT_MILLIS = 4_000;

    private ClientConfiguration() {}

    /**
     * No operation is tried twice by the client: after a broken connection a swap that is sent again is refused by its own
     * first outcome, and "somebody else was faster" would be a lie on which permits are counted. Who asked tries again.
     */
    static Configuration of(String hosts, InfinispanSettings settings) {
        ConfigurationBuilder client = new ConfigurationBuilder();
        client.addServers(hosts.replace(',', ';'))
                .clientIntelligence(ClientIntelligence.HASH_DISTRIBUTION_AWARE)
                .socketTimeout(SOCKET_TIMEOUT_MILLIS)
                .connectionTimeout(CONNECT_TIMEOUT_MILLIS)
                .maxRetries(0)
                .tcpKeepAlive(true)
                .marshaller(BytesOnlyMarshaller.INSTANCE)
                .disableTracingPropagation();
        if (settings.useAuth()) {
            authenticate(client.security().authentication(), settings);
        }
        if (wantsTls(settings)) {
            encrypt(client.security().ssl(), settings);
        }
        return client.build();
    }

    private static void authenticate(AuthenticationConfigurationBuilder client, InfinispanSettings settings) {
        client.enable()
                .saslMechanism(settings.saslMechanism())
                .realm(settings.authRealm())
                .serverName(settings.authServerName());
        settings.username().ifPresent(client::username);
        settings.password().ifPresent(client::password);
    }

    static boolean wantsTls(InfinispanSettings settings) {
        return settings.trustStore().isPresent()
                || settings.keyStore().isPresent()
                || settings.sslProtocol().isPresent()
                || settings.sniHostName().isPresent();
    }

    private static void encrypt(SslConfigurationBuilder client, InfinispanSettings settings) {
        client.enable().hostnameValidation(settings.sslHostNameValidation());
        settings.trustStore().ifPresent(client::trustStoreFileName);
        characters(settings.trustStorePassword()).ifPresent(client::trustStorePassword);
        settings.trustStoreType().ifPresent(client::trustStoreType);
        settings.keyStore().ifPresent(client::keyStoreFileName);
        characters(settings.keyStorePassword()).ifPresent(client::keyStorePassword);
        settings.keyStoreType().ifPresent(client::keyStoreType);
        settings.keyAlias().ifPresent(client::keyAlias);
        settings.sslProtocol().ifPresent(client::protocol);
        settings.sniHostName().ifPresent(client::sniHostName);
    }

    private static Optional<char[]> characters(Optional<String> password) {
        return password.map(String::toCharArray);
    }
}
