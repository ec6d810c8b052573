package io.keywell.governance.operators;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives the bearer of a JWT the role that its own roles or groups are set to mean, and no other. */
@Singleton
public class Roles implements SecurityIdentityAugmentor {

    /** An attribute of those whose role is known already. */
    static final String DECIDED = "keywell.role-decided";

    private final AdminSettings.Roles settings;

    Roles(AdminSettings settings) {
        this.settings = settings.roles();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || identity.getAttribute(DECIDED) != null) {
            return Uni.createFrom().item(identity);
        }
        Role role = role(identity.getRoles());
        QuarkusSecurityIdentity.Builder decided = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                .addAttribute(DECIDED, true);
        if (role != null) {
            decided.addRoles(role.labels());
        }
        return Uni.createFrom().item(decided.build());
    }

    private @Nullable Role role(Set<String> theirs) {
        if (fits(settings.admin(), theirs)) {
            return Role.ADMIN;
        }
        if (fits(settings.operator(), theirs)) {
            return Role.OPERATOR;
        }
        return fits(settings.viewer(), theirs) ? Role.VIEWER : null;
    }

    private static boolean fits(List<String> names, Collection<String> theirs) {
        return names.stream().anyMatch(theirs::contains);
    }
}
