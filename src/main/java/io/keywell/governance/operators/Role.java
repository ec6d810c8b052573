package io.keywell.governance.operators;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator may do; each may do what the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Cools, restores, drains and checks keys. */
    OPERATOR,
    /** Changes what is governed. */
    ADMIN;

    /** Its name in {@code @RolesAllowed}, tokens and settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null for what is no role. */
    public static @Nullable Role of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    /** This role's label and those of the lesser ones. */
    Set<String> labels() {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(this) <= 0)
                .map(Role::label)
                .collect(Collectors.toUnmodifiableSet());
    }
}
