package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Secret;
import io.keywell.governance.store.MemberId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What another gateway's settings amount to here: bodies of entries by their names, and what could not be carried over.
 * Entries that come twice are one.
 */
final class Draft {

    /** Of one vendor at one address. */
    static final class Supplier {
        final String name;
        final ObjectNode body;
        final Map<String, ObjectNode> pools = new LinkedHashMap<>();
        final Map<String, ObjectNode> keys = new LinkedHashMap<>();
        private final Map<String, String> namesBySecret = new LinkedHashMap<>();

        private Supplier(String name, ObjectNode body) {
            this.name = name;
            this.body = body;
        }

        /** The name of the key with this secret; a pool of its own name is its own. */
        String key(String secret) {
            return namesBySecret.computeIfAbsent(secret, same -> {
                String made = name + "-" + (keys.size() + 1);
                keys.put(made, Json.object().put("secret", secret));
                return made;
            });
        }

        MemberId id(String member) {
            return new MemberId(name, member);
        }

        /** Whether the key's secret is one of these. */
        boolean isAmong(Set<Secret> secrets, String key) {
            ObjectNode body = keys.get(key);
            String secret = body == null ? null : Json.text(body, "secret");
            return secret != null && !secret.isBlank() && secrets.contains(new Secret(secret));
        }

        /** Other names for the keys, and for the pools that are theirs: the same ones for the same secrets, every time. */
        void nameBySecret() {
            namesBySecret.replaceAll((secret, old) -> {
                String name = KeyLines.nameOf(secret);
                rename(keys, old, name);
                rename(pools, old, name);
                return name;
            });
        }

        private static void rename(Map<String, ObjectNode> bodies, String old, String name) {
            ObjectNode body = bodies.remove(old);
            if (body != null) {
                bodies.put(name, body);
            }
        }

        /** A limit of the key's own pool. */
        void limit(String key, ObjectNode limit) {
            pools.computeIfAbsent(key, pool -> {
                ObjectNode body = Json.object();
                body.putArray("limits");
                return body;
            });
            ((ArrayNode) pools.get(key).get("limits")).add(limit);
        }
    }

    final Map<String, Supplier> suppliers = new LinkedHashMap<>();
    final Map<String, ObjectNode> models = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();
    private final Map<String, Supplier> byAddress = new LinkedHashMap<>();

    /**
     * @param name that it should have, if nothing else has it
     * @param url null = the type's own
     */
    Supplier supplier(String name, String type, @Nullable String url) {
        return byAddress.computeIfAbsent(name + " " + type + " " + url, same -> {
            String free = name;
            for (int i = 2; suppliers.containsKey(free); i++) {
                free = name + "-" + i;
            }
            ObjectNode body = Json.put(Json.object().put("type", type), "base-url", url);
            Supplier made = new Supplier(free, body);
            suppliers.put(free, made);
            return made;
        });
    }

    void target(String model, Supplier supplier, String upstream, int tier, int weight) {
        ObjectNode body = models.computeIfAbsent(model, name -> {
            ObjectNode made = Json.object();
            made.putArray("targets");
            return made;
        });
        ObjectNode target = Json.object()
                .put("provider", supplier.name)
                .put("model", upstream)
                .put("tier", tier)
                .put("weight", Math.max(1, weight));
        var targets = (ArrayNode) body.get("targets");
        for (var known : targets) {
            if (known.equals(target)) {
                return;
            }
        }
        targets.add(target);
    }

    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }
}
