package io.keywell.governance.operators;

import io.keywell.core.Clock;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the admin API: the bearer of the configured token, of a named one, or, when OIDC is set up, of a JWT, which is
 * left to it. Nothing else is looked at here: callers' keys are the data plane's.
 */
@Singleton
public class OperatorAuthentication implements HttpAuthenticationMechanism {

    private static final Logger LOG = Logger.getLogger(OperatorAuthentication.class);
    private static final String PATHS = "/admin/";
    private static final String WAIT = "keywell.wait";
    private static final String BEARER = "bearer ";
    private static final int BEFORE_OIDC = DEFAULT_PRIORITY + 1_000;

    /** The bearer of the configured token. */
    private static final String CONFIGURED = "admin-token";

    private final @Nullable TokenHash configured;
    private final boolean oidc;
    private final NamedTokens tokens;
    private final FailedAttempts failures;

    OperatorAuthentication(
            AdminSettings settings,
            NamedTokens tokens,
            Clock clock,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "true") boolean oidc) {
        this.configured = settings.token().map(OperatorAuthentication::hash).orElse(null);
        this.oidc = oidc;
        this.tokens = tokens;
        this.failures = new FailedAttempts(
                settings.failures().most(), settings.failures().forgiven().toMillis(), clock);
    }

    private static TokenHash hash(String token) {
        if (token.strip().length() < TokenHash.SHORTEST) {
            throw new ConfigurationException("keywell.admin.token: a value that is not shown; expected at least "
                    + TokenHash.SHORTEST + " characters");
        }
        return TokenHash.of(token.strip());
    }

    /** Says once how to get in, where nobody can who has no named token. */
    void start(@Observes StartupEvent event) {
        if (configured == null && !oidc && !open()) {
            LOG.info("The admin API has no token: set KEYWELL_ADMIN_TOKEN to use it");
        }
    }

    @Override
    public int getPriority() {
        return BEFORE_OIDC;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (!context.normalizedPath().startsWith(PATHS)) {
            return Uni.createFrom().nullItem();
        }
        String address = address(context);
        String token = token(context);
        if (token == null) {
            return open() && configured == null && Loopback.isOwn(context.request())
                    ? Uni.createFrom().item(identity("developer", Role.ADMIN))
                    : Uni.createFrom().nullItem();
        }
        long wait = failures.waitMillis(address);
        if (wait > 0) {
            context.put(WAIT, wait);
            return Uni.createFrom().failure(new AuthenticationFailedException("too many wrong credentials"));
        }
        TokenHash hash = TokenHash.of(token);
        if (hash.equals(configured)) {
            failures.succeeded(address);
            return Uni.createFrom().item(identity(CONFIGURED, Role.ADMIN));
        }
        return oidc && isJwt(token) ? Uni.createFrom().nullItem() : named(hash, address);
    }

    private Uni<SecurityIdentity> named(TokenHash hash, String address) {
        return tokens.find(hash).map(bearer -> {
            if (bearer == null) {
                throw new AuthenticationFailedException("the token is not known");
            }
            failures.succeeded(address);
            return identity(bearer.name(), bearer.role());
        });
    }

    /**
     * A credential of this client was refused, whoever found that out.
     *
     * @return how many milliseconds it must wait because it was not even looked at; 0 = it was wrong
     */
    public long failed(RoutingContext context) {
        Long wait = context.get(WAIT);
        if (wait != null) {
            return wait;
        }
        failures.failed(address(context));
        return 0;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    static SecurityIdentity identity(String name, Role role) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(role.labels())
                .addAttribute(Roles.DECIDED, true)
                .build();
    }

    /** Whether no token is needed on this machine. */
    private static boolean open() {
        return LaunchMode.current() == LaunchMode.DEVELOPMENT;
    }

    private static @Nullable String token(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return header != null && bearer ? header.substring(BEARER.length()).strip() : null;
    }

    private static boolean isJwt(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }

    private static String address(RoutingContext context) {
        var remote = context.request().remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "unknown" : address;
    }
}
