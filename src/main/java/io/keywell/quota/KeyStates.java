package io.keywell.quota;

import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.core.Clock;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** What each key can do now, in the words that metrics, health and operators use. */
@Singleton
public final class KeyStates {

    public static final String ACTIVE = "active";
    public static final List<String> ALL = List.of(ACTIVE, "cooling", "draining", "disabled", "expired");

    private final CoolDowns coolDowns;
    private final Clock clock;

    public KeyStates(CoolDowns coolDowns, Clock clock) {
        this.coolDowns = coolDowns;
        this.clock = clock;
    }

    /** One of {@link #ALL}. A cool-down of single models leaves the key active. */
    public String of(Pool pool, Key key) {
        if (clock.epochMillis() >= key.expiresAtMillis()) {
            return "expired";
        }
        if (key.state() != Key.State.ACTIVE) {
            return key.state().name().toLowerCase(Locale.ROOT);
        }
        if (coolDowns.isEmpty()) {
            return ACTIVE;
        }
        Subject anyModel = new Subject(pool.provider(), pool.name(), pool.billing(), key.name(), "*", "*");
        return coolDowns.blockedUntil(anyModel) > 0 ? "cooling" : ACTIVE;
    }
}
