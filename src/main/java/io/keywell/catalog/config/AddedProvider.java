package io.keywell.catalog.config;

import io.keywell.catalog.Key;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Vendor;
import io.keywell.core.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What operators have made of one provider: the provider itself, or keys and pools for one that is configured. It is read
 * beside the configured one, and read again when that has changed. What is configured stays what it is: a key or a pool of
 * the same name does not count. A key with a mistake is left out and told. One thread at a time.
 */
public final class AddedProvider {

    /** Where in a property's name it says what of the provider it is about. */
    private static final int SECTION = 3;

    static final SecretFiles NO_FILES = path -> {
        throw new IOException("files are for the configuration");
    };

    private final CatalogReader reader;
    private final String name;
    private final Map<String, String> properties;
    private final List<AddedKey> keys;
    private final Node node;
    private @Nullable Provider beside;
    private @Nullable Outcome known;

    /** @param provider null when it cannot serve: it is wrong or has no key */
    record Outcome(@Nullable Provider provider, List<Problem> problems) {}

    AddedProvider(CatalogReader reader, String name, Map<String, String> properties, List<AddedKey> keys) {
        this.reader = reader;
        this.name = name;
        this.properties = properties;
        this.keys = keys.stream().sorted(Comparator.comparing(AddedKey::name)).toList();
        this.node =
                Node.tree(properties).child(KnownNames.ROOT).child("providers").child(name);
    }

    /**
     * @param configured the provider of this name in the configuration, null for none
     */
    Outcome over(@Nullable Provider configured) {
        Outcome last = known;
        if (last == null || beside != configured) {
            last = configured == null ? alone() : join(configured, configured);
            known = last;
            beside = configured;
        }
        return last;
    }

    private Outcome alone() {
        if (node.child("type").value() == null) {
            Problem orphans = Problem.missing(node.path(), "a provider of that name for the keys and pools that wait");
            return new Outcome(null, List.of(orphans));
        }
        Map<String, String> shell = new HashMap<>();
        properties.forEach((path, value) -> {
            if (!PropertyName.parts(path).get(SECTION).equals("pools")) {
                shell.put(path, value);
            }
        });
        Vendor vendor = reader.vendors().byType().get(node.child("type").value());
        boolean keyless = vendor != null && vendor.keyless() && keys.isEmpty();
        if (!keyless) {
            // So that the provider can be read before its keys are.
            shell.put("keywell.providers.\"" + name + "\".keys.stub.secret", "stub");
        }
        ConfigResult read = reader.read(keyless ? properties : shell, Map.of(), NO_FILES);
        if (read instanceof ConfigResult.Rejected rejected) {
            return new Outcome(null, rejected.problems());
        }
        Provider provider = ((ConfigResult.Accepted) read).catalog().provider(name);
        if (provider == null || keyless) {
            return new Outcome(provider, List.of());
        }
        return join(provider.with(List.of(), List.of()), null);
    }

    /**
     * @param base what is added to
     * @param otherwise what is left when nothing can be added
     */
    private Outcome join(Provider base, @Nullable Provider otherwise) {
        List<Problem> problems = new ArrayList<>();
        Findings findings = new Findings();
        Fields fields = new Fields(findings);
        List<Pool> present =
                Stream.concat(base.pools().stream(), base.vacant().stream()).toList();
        Set<String> pools = present.stream().map(Pool::name).collect(Collectors.toCollection(HashSet::new));
        node.child("pools").named().forEach((pool, declared) -> {
            if (pools.add(pool)) {
                fields.nameFits(declared, pool);
            }
        });
        PoolReader.Pools joined = new PoolReader(fields, findings, new LimitsReader(fields, findings))
                .join(name, present, node.child("pools"), members(base, pools, problems));
        if (!findings.problems().isEmpty()) {
            return new Outcome(otherwise, findings.problems());
        }
        return joined.withKeys().isEmpty()
                ? new Outcome(null, problems)
                : new Outcome(base.with(joined.withKeys(), joined.vacant()), problems);
    }

    private List<KeyReader.Member> members(Provider base, Set<String> pools, List<Problem> problems) {
        Vendor vendor = reader.vendors().byType().get(base.type());
        if (vendor == null) {
            return List.of();
        }
        Set<String> taken = base.pools().stream()
                .flatMap(pool -> pool.keys().stream())
                .map(Key::name)
                .collect(Collectors.toSet());
        Node section = node.child("keys");
        List<KeyReader.Member> members = new ArrayList<>(keys.size());
        for (AddedKey key : keys) {
            if (!taken.contains(key.name())) {
                KeyReader.Member member = plain(key, section, pools);
                member = member == null ? read(key, section, vendor, pools, problems) : member;
                if (member != null) {
                    members.add(member);
                }
            }
        }
        return members;
    }

    /**
     * What most keys are, of which there may be a hundred thousand: nothing but a right name and a right secret, in a pool that
     * is there. Null for all others, which are read as if they were configured: that costs ten times as much.
     */
    private static KeyReader.@Nullable Member plain(AddedKey key, Node section, Set<String> pools) {
        Secret secret = key.secret();
        String pool = key.pool();
        if (!key.more().isEmpty()
                || secret == null
                || !Fields.isSecret(secret.reveal())
                || !Fields.isName(key.name())
                || (pool != null && !pools.contains(pool))) {
            return null;
        }
        Key plain = new Key(key.name(), secret, 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
        return new KeyReader.Member(plain, pool == null ? key.name() : pool, section, null);
    }

    /** Null when there is a mistake in it, which is told. */
    private static KeyReader.@Nullable Member read(
            AddedKey key, Node section, Vendor vendor, Set<String> pools, List<Problem> problems) {
        Findings own = new Findings();
        Fields fields = new Fields(own);
        // Only for as long as it is read: there may be very many.
        Node at = section.with(key.name(), key.values());
        KeyReader.Member member = new KeyReader(fields, own, NO_FILES, Map.of()).named(key.name(), vendor, at);
        boolean fits = fields.nameFits(at, key.name())
                && new PoolReader(fields, own, new LimitsReader(fields, own)).fits(member, pools)
                && own.problems().isEmpty();
        problems.addAll(own.problems());
        return fits ? member : null;
    }
}
