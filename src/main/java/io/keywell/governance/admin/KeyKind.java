package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Secret;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.KeyRow;
import io.keywell.governance.store.KeyRows;
import io.keywell.governance.store.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Credentials. A secret goes in and never comes out: what is shown of it are its last four characters. */
@Singleton
final class KeyKind implements Kind<KeyRow, MemberId> {

    private static final List<String> NAMES =
            List.of("name", "provider", "secret", "pool", "weight", "models", "state", "expires-at");
    private static final String PREFIX = ProviderKind.PREFIX + ".keys." + ConfigRules.ENTRY;
    private static final String SHOWN = "...";
    private static final int SHOWN_CHARACTERS = 4;

    /** Of a shorter one the last four would be too much. */
    private static final int LONG_ENOUGH = 12;

    private final KeyRows rows;
    private final Owners owners;
    private final ConfigRules rules;
    private final Configured configured;
    private final Sealing sealing;

    KeyKind(KeyRows rows, Owners owners, ConfigRules rules, Configured configured, Sealing sealing) {
        this.rows = rows;
        this.owners = owners;
        this.rules = rules;
        this.configured = configured;
        this.sealing = sealing;
    }

    @Override
    public String subject(MemberId id) {
        return "providers/" + id.provider() + "/keys/" + id.name();
    }

    @Override
    public KeyRows rows() {
        return rows;
    }

    @Override
    public KeyRow newRow(MemberId id) {
        KeyRow row = new KeyRow();
        row.id = id;
        return row;
    }

    @Override
    public ObjectNode show(KeyRow row) {
        ObjectNode node = Json.object().put("name", row.id.name()).put("provider", row.id.provider());
        Json.put(node, "secret", row.secret == null ? null : SHOWN + (row.last4 == null ? "" : row.last4));
        node.put("pool", row.pool == null ? row.id.name() : row.pool).put("weight", row.weight);
        Json.putList(node, "models", row.models);
        node.put("state", row.state);
        return Json.put(node, "expires-at", row.expiresAt);
    }

    @Override
    public Uni<List<FieldError>> check(MemberId id, ObjectNode body, boolean known) {
        return owners.around(id.provider()).chain(around -> {
            List<FieldError> errors = errors(id, body, around, known);
            String pool = Json.text(body, "pool");
            return pool == null || pool.equals(id.name())
                    ? Uni.createFrom().item(errors)
                    : owners.hasPool(new MemberId(id.provider(), pool)).map(there -> {
                        if (!there) {
                            errors.add(new FieldError("/pool", pool, "a pool of the provider, or none"));
                        }
                        return errors;
                    });
        });
    }

    /** What is wrong by itself. */
    private List<FieldError> errors(
            MemberId id, ObjectNode body, @Nullable Map<String, String> provider, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(id.name()));
        errors.addAll(Json.unknown(body, "", NAMES));
        if (provider != null && errors.isEmpty()) {
            ObjectNode read = body.deepCopy();
            read.remove(List.of("name", "provider"));
            if (isShown(body)) {
                read.remove("secret");
            }
            Map<String, String> around = new HashMap<>(provider);
            // So that a body which says nothing is read as a key without a secret, and not as no key.
            around.put(PREFIX + ".state", "active");
            if (known) {
                around.put(PREFIX + ".secret", "kept");
            }
            errors.addAll(rules.check(read, PREFIX, around));
        }
        return errors;
    }

    /** What was shown of the secret and comes back means that it stays. */
    private static boolean isShown(ObjectNode body) {
        String secret = Json.text(body, "secret");
        return secret == null || secret.startsWith(SHOWN);
    }

    @Override
    public Uni<Consumer<KeyRow>> edit(ObjectNode body) {
        String secret = Json.text(body, "secret");
        if (secret == null || isShown(body)) {
            return Uni.createFrom().item(row -> put(body, row));
        }
        return sealing.box().map(box -> row -> {
            put(body, row);
            row.secret = box.seal(row.place(), new Secret(secret));
            row.last4 = last4(secret);
        });
    }

    private static void put(ObjectNode body, KeyRow row) {
        String pool = Json.text(body, "pool");
        row.pool = pool == null || pool.equals(row.id.name()) ? null : pool;
        row.weight = Json.whole(body, "weight", 1);
        row.models = Json.commas(body, "models");
        String state = Json.text(body, "state");
        row.state = state == null ? "active" : state.toLowerCase(Locale.ROOT);
        row.expiresAt = Json.instant(body, "expires-at");
    }

    static @Nullable String last4(String secret) {
        return secret.length() < LONG_ENOUGH ? null : secret.substring(secret.length() - SHOWN_CHARACTERS);
    }

    @Override
    public boolean isConfigured(MemberId id) {
        return configured.member("keys", id);
    }

    @Override
    public Uni<@Nullable String> missingOwner(MemberId id) {
        return owners.missing(id.provider());
    }
}
