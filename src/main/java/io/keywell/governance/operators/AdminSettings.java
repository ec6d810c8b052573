package io.keywell.governance.operators;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code keywell.admin.*}: who may use the admin API. */
@ConfigMapping(prefix = "keywell.admin")
public interface AdminSettings {

    /** Whoever presents it is an admin. At least {@value TokenHash#SHORTEST} characters. */
    Optional<String> token();

    Roles roles();

    Failures failures();

    /** What OIDC calls the roles; the first that fits, from the highest, counts. */
    interface Roles {

        @WithDefault("admin")
        List<String> admin();

        @WithDefault("operator")
        List<String> operator();

        @WithDefault("viewer")
        List<String> viewer();
    }

    /** Wrong credentials of one address. */
    interface Failures {

        /** So many in a row before it must wait. */
        @WithDefault("10")
        int most();

        /** One is forgiven after each such time. */
        @WithDefault("30s")
        Duration forgiven();
    }
}
