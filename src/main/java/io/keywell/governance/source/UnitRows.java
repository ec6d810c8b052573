package io.keywell.governance.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.catalog.config.AddedKey;
import io.keywell.catalog.config.Problem;
import io.keywell.core.Dimension;
import io.keywell.core.Secret;
import io.keywell.governance.source.Unit.CallerKey;
import io.keywell.governance.source.Unit.Id;
import io.keywell.governance.source.Unit.Kind;
import io.keywell.governance.store.BrokenSealException;
import io.keywell.governance.store.KeyRow;
import io.keywell.governance.store.SecretBox;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Turns rows into units. Opens sealed secrets, so it is for a worker thread. */
final class UnitRows {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final List<String> AMOUNTS = List.of("input", "output", "cache-read", "cache-write");
    private static final int MICRO_PLACES = 6;

    private final Map<Id, Draft> drafts = new HashMap<>();
    private final @Nullable SecretBox box;

    /** What is known of a unit so far. */
    private static final class Draft {
        private final Map<String, String> properties = new HashMap<>();
        private final List<AddedKey> keys = new ArrayList<>();
        private final Map<String, String> pools = new HashMap<>(0);
        private final List<CallerKey> callerKeys = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private final String path;

        Draft(Id id) {
            this.path = id.kind().path(id.name());
        }

        Unit unit(Id id) {
            return new Unit(id, properties, keys, callerKeys, problems);
        }

        void put(String name, @Nullable Object value) {
            if (value != null) {
                properties.put(path + name, value.toString());
            }
        }
    }

    /**
     * @param box null when no key-encryption key is configured: then no provider's key can be used
     */
    UnitRows(@Nullable SecretBox box) {
        this.box = box;
    }

    /** The units of all rows that were added, and an empty one for each of the others that were asked for. */
    List<Unit> units(Iterable<Id> asked) {
        asked.forEach(this::draft);
        List<Unit> units = new ArrayList<>();
        drafts.forEach((id, draft) -> units.add(draft.unit(id)));
        // This may be referred to for as long as the connection lives.
        drafts.clear();
        return units;
    }

    private Draft draft(Id id) {
        return drafts.computeIfAbsent(id, Draft::new);
    }

    private Draft draft(Kind kind, String name) {
        return draft(new Id(kind, name));
    }

    void provider(Row row) {
        Draft draft = draft(Kind.PROVIDER, row.getString("name"));
        draft.put("type", row.getString("type"));
        draft.put("base-url", row.getString("base_url"));
        String options = row.getString("options");
        if (options != null) {
            try {
                JSON.readValue(options, TEXTS).forEach((name, value) -> draft.put("options.\"" + name + "\"", value));
            } catch (JsonProcessingException e) {
                draft.problems.add(new Problem(draft.path + "options", "text that is no JSON", "an object of texts"));
            }
        }
    }

    void pool(Row row) {
        Draft draft = draft(Kind.PROVIDER, row.getString("provider"));
        String pool = "pools.\"" + row.getString("name") + "\".";
        String billing = row.getString("billing");
        // A pool that says nothing else must be declared all the same.
        draft.put(pool + "billing", billing == null ? row.getString("name") : billing);
    }

    void poolLimit(Row row) {
        Draft draft = draft(Kind.PROVIDER, row.getString("provider"));
        String limit = "pools.\"" + row.getString("pool") + "\".limits[" + row.getInteger("position") + "].";
        draft.put(limit + "model", row.getString("model"));
        limits(row, draft, limit);
    }

    private static void limits(Row row, Draft draft, String path) {
        for (Dimension dimension : Dimension.values()) {
            // Money is a budget of its own, not one of the limits.
            if (dimension == Dimension.BUDGET) {
                continue;
            }
            draft.put(path + dimension.key(), row.getLong(dimension.key().replace('-', '_')));
        }
        draft.put(path + "window", row.getString("time_window"));
    }

    /** Opens the secrets of many rows on all cores: at a start somebody waits for it. */
    void keys(Iterable<Row> rows) {
        StreamSupport.stream(rows.spliterator(), true)
                .map(this::opened)
                .toList()
                .forEach(this::key);
    }

    /**
     * @param secret null when there is none, or it cannot be used
     * @param problem why it cannot be used
     */
    private record Opened(Row row, @Nullable Secret secret, @Nullable Problem problem) {}

    private void key(Opened opened) {
        Row row = opened.row();
        Draft draft = draft(Kind.PROVIDER, row.getString("provider"));
        if (opened.problem() != null) {
            // A key that cannot be opened is left out: its neighbours still serve.
            draft.problems.add(opened.problem());
            return;
        }
        String pool = row.getString("pool");
        // One text for all keys of a pool.
        String same = pool == null ? null : draft.pools.computeIfAbsent(pool, text -> text);
        draft.keys.add(new AddedKey(row.getString("name"), opened.secret(), same, more(row)));
    }

    /** With a hundred thousand keys it matters that what goes without saying is not said. */
    private static Map<String, String> more(Row row) {
        Map<String, String> more = new HashMap<>(0);
        Integer weight = row.getInteger("weight");
        if (weight != null) {
            more.put("weight", weight.toString());
        }
        String state = row.getString("state");
        if (state != null) {
            more.put("state", state);
        }
        String models = row.getString("models");
        if (models != null) {
            more.put("models", models);
        }
        OffsetDateTime expires = row.getOffsetDateTime("expires_at");
        if (expires != null) {
            more.put("expires-at", expires.toString());
        }
        return more;
    }

    private Opened opened(Row row) {
        Buffer sealed = row.getBuffer("secret");
        if (sealed == null) {
            return new Opened(row, null, null);
        }
        String place = KeyRow.place(row.getString("provider"), row.getString("name"));
        if (box == null) {
            return new Opened(
                    row, null, new Problem(place, "a sealed secret", "keywell.encryption.key, which opens it"));
        }
        try {
            return new Opened(row, box.open(place, sealed.getBytes()), null);
        } catch (BrokenSealException e) {
            return new Opened(
                    row, null, new Problem(place, "a secret that cannot be opened", "the row as it was written"));
        }
    }

    void model(Row row) {
        Draft draft = draft(Kind.MODEL, row.getString("name"));
        draft.put("state", row.getString("state"));
        draft.put("max-wait", row.getString("max_wait"));
        draft.put("deprecated-at", row.getOffsetDateTime("deprecated_at"));
        draft.put("sunset", row.getOffsetDateTime("sunset"));
        draft.put("successor", row.getString("successor"));
    }

    void target(Row row) {
        Draft draft = draft(Kind.MODEL, row.getString("model"));
        String target = "targets[" + row.getInteger("position") + "].";
        draft.put(target + "provider", row.getString("provider"));
        draft.put(target + "model", row.getString("upstream"));
        draft.put(target + "tier", row.getInteger("tier"));
        draft.put(target + "weight", row.getInteger("weight"));
    }

    void consumer(Row row) {
        Draft draft = draft(Kind.CONSUMER, row.getString("name"));
        draft.put("priority", row.getInteger("priority"));
        draft.put("team", row.getString("team"));
        draft.put("models", row.getString("models"));
        draft.put("max-wait", row.getString("max_wait"));
        limits(row, draft, "limits.");
        budget(row, draft);
    }

    void team(Row row) {
        Draft draft = draft(Kind.TEAM, row.getString("name"));
        limits(row, draft, "limits.");
        budget(row, draft);
    }

    private static void budget(Row row, Draft draft) {
        Long micros = row.getLong("budget_micros");
        if (micros != null) {
            draft.put("budget.amount", dollars(micros));
            draft.put("budget.period", row.getString("budget_period"));
            draft.put("budget.soft", row.getDouble("budget_soft"));
            draft.put("budget.zone", row.getString("budget_zone"));
        }
    }

    void price(Row row) {
        Draft draft = draft(Kind.PRICE, row.getString("name"));
        draft.put("provider", row.getString("provider"));
        draft.put("model", row.getString("model"));
        for (String amount : AMOUNTS) {
            Long micros = row.getLong(amount.replace('-', '_'));
            draft.put(amount, micros == null ? null : dollars(micros));
        }
    }

    private static String dollars(long micros) {
        return BigDecimal.valueOf(micros, MICRO_PLACES).toPlainString();
    }

    void consumerKey(Row row) {
        Draft draft = draft(Kind.CONSUMER, row.getString("consumer"));
        OffsetDateTime expires = row.getOffsetDateTime("expires_at");
        Sha256 sha256 = new Sha256(HexFormat.of().parseHex(row.getString("sha256")));
        draft.callerKeys.add(new CallerKey(sha256, expires == null ? null : expires.toInstant()));
    }
}
