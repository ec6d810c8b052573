package io.keywell.catalog.config;

import io.keywell.catalog.Key;
import io.keywell.catalog.Vendor;
import io.keywell.core.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one provider: {@code api-keys}, {@code keys}, or the vendor's own variables. */
final class KeyReader {

    private static final int HIGHEST_WEIGHT = 1_000;

    private final Fields fields;
    private final Findings findings;
    private final SecretFiles files;
    private final Map<String, String> environment;

    KeyReader(Fields fields, Findings findings, SecretFiles files, Map<String, String> environment) {
        this.fields = fields;
        this.findings = findings;
        this.files = files;
        this.environment = environment;
    }

    /**
     * A key and the pool it is in.
     *
     * @param at where it is configured
     * @param declared the property that names the pool; null when the pool is the key's own
     */
    record Member(Key key, String pool, Node at, @Nullable Node declared) {}

    List<Member> read(String provider, Vendor vendor, Node node) {
        List<String> shortForm = node.child("api-keys").list();
        Map<String, Node> named = node.child("keys").named();
        Set<String> variables = provider.equals(vendor.type()) ? variables(vendor) : Set.of();
        if (shortForm.isEmpty() && named.isEmpty()) {
            if (variables.isEmpty()) {
                return withoutKeys(provider, vendor, node);
            }
            return numbered(provider, node, String.join(" or ", vendor.keyVariables()), List.copyOf(variables));
        }
        List<Member> members = numbered(provider, node, node.child("api-keys").path(), shortForm);
        Set<String> taken = members.stream().map(member -> member.key().name()).collect(Collectors.toUnmodifiableSet());
        named.forEach((name, key) -> {
            if (taken.contains(name)) {
                findings.add(Problem.wrong(key.path(), name, "a name that api-keys does not give already"));
            } else if (fields.nameFits(key, name)) {
                members.add(named(name, vendor, key));
            }
        });
        warnOfUnused(vendor, variables, members, node);
        return members;
    }

    /** The keys in the vendor's own variables, each once. */
    Set<String> variables(Vendor vendor) {
        Set<String> keys = new LinkedHashSet<>();
        vendor.keyVariables().forEach(name -> keys.addAll(Node.commas(environment.get(name))));
        return keys;
    }

    private List<Member> withoutKeys(String provider, Vendor vendor, Node node) {
        if (!vendor.keyless()) {
            String variables =
                    provider.equals(vendor.type()) && !vendor.keyVariables().isEmpty()
                            ? ", or the variable " + String.join(" or ", vendor.keyVariables())
                            : "";
            findings.add(Problem.missing(node.path(), "at least one key: api-keys or keys.NAME.secret" + variables));
            return List.of();
        }
        Set<String> pools = node.child("pools").named().keySet();
        String pool = pools.size() == 1 ? pools.iterator().next() : provider;
        Key key = new Key(provider, null, 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
        return List.of(new Member(key, pool, node, null));
    }

    private List<Member> numbered(String provider, Node node, String path, List<String> secrets) {
        List<Member> members = new ArrayList<>();
        for (String text : secrets) {
            String name = provider + "-" + (members.size() + 1);
            Secret secret = fields.secret(path, text);
            Key key = new Key(name, secret, 1, List.of(), Key.State.ACTIVE, Long.MAX_VALUE);
            members.add(new Member(key, name, node, null));
        }
        return members;
    }

    /** One of the keys that have names. */
    Member named(String name, Vendor vendor, Node node) {
        Secret secret = secret(vendor, node);
        int weight = fields.number(node.child("weight"), 1, HIGHEST_WEIGHT, 1);
        Key.State state = fields.oneOf(node.child("state"), Key.State.class, Key.State.ACTIVE);
        Instant expiresAt = fields.instant(node.child("expires-at"));
        long expires = expiresAt == null ? Long.MAX_VALUE : expiresAt.toEpochMilli();
        Key key = new Key(name, secret, weight, fields.patterns(node.child("models")), state, expires);
        Node declared = node.child("pool");
        String pool = declared.value();
        return pool == null ? new Member(key, name, node, null) : new Member(key, pool, node, declared);
    }

    private @Nullable Secret secret(Vendor vendor, Node node) {
        Node inline = node.child("secret");
        Node file = node.child("secret-file");
        String text = inline.value();
        String path = file.value();
        if (text != null && path != null) {
            findings.add(Problem.wrong(file.path(), path, "either secret or secret-file, not both"));
        } else if (text != null) {
            return secret(vendor, inline.path(), text);
        } else if (path != null) {
            return fromFile(vendor, file, path);
        } else if (!vendor.keyless()) {
            findings.add(Problem.missing(inline.path(), "the key's secret, here or in secret-file"));
        }
        return null;
    }

    private @Nullable Secret secret(Vendor vendor, String path, String text) {
        boolean document = vendor.setup().documents() && text.startsWith("{");
        return document ? new Secret(text) : fields.secret(path, text);
    }

    private @Nullable Secret fromFile(Vendor vendor, Node node, String path) {
        try {
            String text = files.read(path).strip();
            if (!text.isEmpty()) {
                return secret(vendor, node.path(), text);
            }
            findings.add(Problem.wrong(node.path(), path, "a file with a secret in it; it is empty"));
        } catch (IOException e) {
            String why = e.getClass().getSimpleName();
            findings.add(Problem.wrong(node.path(), path, "a file that can be read as text (" + why + ")"));
        }
        return null;
    }

    private void warnOfUnused(Vendor vendor, Set<String> variables, List<Member> members, Node node) {
        Set<String> unused = new LinkedHashSet<>(variables);
        for (Member member : members) {
            Secret secret = member.key().secret();
            if (secret != null) {
                unused.remove(secret.reveal());
            }
        }
        if (!unused.isEmpty()) {
            String names = String.join(" or ", vendor.keyVariables());
            findings.warn(names + ": not used, because " + node.path() + " has keys of its own");
        }
    }
}
