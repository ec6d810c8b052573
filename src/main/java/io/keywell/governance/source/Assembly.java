package io.keywell.governance.source;

import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.LayeredCatalog;
import io.keywell.catalog.config.AddedProvider;
import io.keywell.catalog.config.Overlay;
import io.keywell.catalog.config.Problem;
import io.keywell.core.Clock;
import io.keywell.governance.source.Unit.CallerKey;
import io.keywell.governance.source.Unit.Id;
import io.keywell.governance.source.Unit.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what was read of each unit, so that a change costs the reading of what it is about and not of everything. One
 * thread at a time changes it; {@link #problems()} may be read by all.
 */
final class Assembly {

    private final Overlay overlay;
    private final LayeredCatalog layers;
    private final Clock clock;
    private final Map<String, AddedProvider> providers = new HashMap<>();
    private final Map<String, Caller> callers = new HashMap<>();
    private final Map<Id, Map<String, String>> others = new HashMap<>();
    private final Map<Id, List<Problem>> refused = new HashMap<>();
    private volatile List<Problem> problems = List.of();

    /** When the next caller's key ends, epoch milliseconds. */
    private long nextExpiry = Long.MAX_VALUE;

    private record Caller(Consumer consumer, List<CallerKey> keys) {}

    Assembly(Overlay overlay, LayeredCatalog layers, Clock clock) {
        this.overlay = overlay;
        this.layers = layers;
        this.clock = clock;
    }

    /** There are rows, and none was read yet. */
    void expectRows() {
        layers.overlay(Catalog::partial);
    }

    /** What is in the database and not in force, because it is wrong. Without secrets. */
    List<Problem> problems() {
        return problems;
    }

    /** Whether a caller's key has ended since the last {@link #change}. */
    boolean isOverdue() {
        return clock.epochMillis() >= nextExpiry;
    }

    /**
     * Puts units in force.
     *
     * @param everything whether these are all there are
     */
    void change(Collection<Unit> units, boolean everything) {
        if (everything) {
            providers.clear();
            callers.clear();
            others.clear();
            refused.clear();
        }
        units.forEach(this::forget);
        List<Unit> present = units.stream().filter(unit -> !unit.isGone()).toList();
        present.stream().filter(unit -> unit.id().kind() != Kind.CONSUMER).forEach(this::keep);
        readCallers(present.stream()
                .filter(unit -> unit.id().kind() == Kind.CONSUMER)
                .filter(unit -> !unit.callerKeys().isEmpty())
                .toList());
        lay();
    }

    /** What was known of it; what is wrong with its rows is known already. */
    private void forget(Unit unit) {
        Id id = unit.id();
        refused.remove(id);
        if (!unit.problems().isEmpty()) {
            refused.put(id, new ArrayList<>(unit.problems()));
        }
        switch (id.kind()) {
            case PROVIDER -> providers.remove(id.name());
            case CONSUMER -> callers.remove(id.name());
            case MODEL, TEAM, PRICE -> others.remove(id);
        }
    }

    private void keep(Unit unit) {
        Id id = unit.id();
        if (id.kind() == Kind.PROVIDER) {
            providers.put(id.name(), overlay.provider(id.name(), unit.properties(), unit.keys()));
        } else {
            others.put(id, unit.properties());
        }
    }

    /** On all cores: at a start with very many somebody waits. */
    private void readCallers(List<Unit> units) {
        units.parallelStream()
                .map(unit -> new ReadCaller(unit, overlay.caller(unit.id().name(), unit.properties())))
                .toList()
                .forEach(this::take);
    }

    private record ReadCaller(Unit unit, Overlay.Caller read) {}

    private void take(ReadCaller caller) {
        Unit unit = caller.unit();
        Consumer consumer = caller.read().consumer();
        if (consumer == null) {
            refused.computeIfAbsent(unit.id(), id -> new ArrayList<>())
                    .addAll(caller.read().problems());
        } else {
            callers.put(consumer.name(), new Caller(consumer, unit.callerKeys()));
        }
    }

    /** Puts together what is known; also after nothing but time has changed. */
    void lay() {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        Map<Sha256, Consumer> byHash = new HashMap<>();
        long next = Long.MAX_VALUE;
        for (Caller caller : callers.values()) {
            for (CallerKey key : caller.keys()) {
                Instant ends = key.expiresAt();
                if (ends == null || ends.isAfter(now)) {
                    byHash.put(key.sha256(), caller.consumer());
                    next = ends == null ? next : Math.min(next, ends.toEpochMilli());
                }
            }
        }
        nextExpiry = next;
        Overlay.Parts parts = new Overlay.Parts(providers, byHash, all(Kind.MODEL), all(Kind.TEAM), all(Kind.PRICE));
        List<Problem> standing = refused.values().stream().flatMap(List::stream).toList();
        layers.overlay(configured -> {
            Overlay.Laid laid = overlay.over(configured, parts);
            List<Problem> all = new ArrayList<>(standing);
            all.addAll(laid.problems());
            problems = List.copyOf(all);
            return laid.catalog();
        });
    }

    private Map<String, Map<String, String>> all(Kind kind) {
        Map<String, Map<String, String>> all = new HashMap<>();
        others.forEach((id, properties) -> {
            if (id.kind() == kind) {
                all.put(id.name(), properties);
            }
        });
        return all;
    }
}
