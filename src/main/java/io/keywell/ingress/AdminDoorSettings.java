package io.keywell.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The part of {@code keywell.admin.*} that a connection must bring before anybody asks for a token. */
@ConfigMapping(prefix = "keywell.admin")
public interface AdminDoorSettings {

    /** Whether only connections with a certificate of an authority in the trust store reach the admin API. */
    @WithDefault("false")
    boolean clientCertificate();
}
