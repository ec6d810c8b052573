package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.store.PriceRow;
import io.keywell.governance.store.PriceRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a million tokens cost, in dollars. */
@Singleton
final class PriceKind implements Kind<PriceRow, String> {

    private static final List<String> NAMES =
            List.of("name", "provider", "model", "input", "output", "cache-read", "cache-write");
    private static final String PREFIX = "keywell.prices." + ConfigRules.ENTRY;

    private final PriceRows rows;
    private final Owners owners;
    private final ConfigRules rules;
    private final Configured configured;

    PriceKind(PriceRows rows, Owners owners, ConfigRules rules, Configured configured) {
        this.rows = rows;
        this.owners = owners;
        this.rules = rules;
        this.configured = configured;
    }

    @Override
    public String subject(String name) {
        return "prices/" + name;
    }

    @Override
    public PriceRows rows() {
        return rows;
    }

    @Override
    public PriceRow newRow(String name) {
        PriceRow row = new PriceRow();
        row.name = name;
        return row;
    }

    @Override
    public ObjectNode show(PriceRow row) {
        ObjectNode node = Json.put(Json.object().put("name", row.name), "provider", row.provider);
        node.put("model", row.model);
        Json.putMoney(node, "input", row.input);
        Json.putMoney(node, "output", row.output);
        Json.putMoney(node, "cache-read", row.cacheRead);
        return Json.putMoney(node, "cache-write", row.cacheWrite);
    }

    @Override
    public Uni<List<FieldError>> check(String name, ObjectNode body, boolean known) {
        List<FieldError> errors = new ArrayList<>(ConfigRules.name(name));
        errors.addAll(Json.unknown(body, "", NAMES));
        if (!errors.isEmpty()) {
            return Uni.createFrom().item(errors);
        }
        String provider = Json.text(body, "provider");
        return owners.stubs(provider == null ? Set.of() : Set.of(provider)).map(around -> {
            // So that a body which says nothing is read as a price without a model, and not as none.
            around.put(PREFIX + ".output", "0");
            ObjectNode read = body.deepCopy();
            read.remove("name");
            errors.addAll(rules.check(read, PREFIX, around));
            return errors;
        });
    }

    @Override
    public Uni<Consumer<PriceRow>> edit(ObjectNode body) {
        return Uni.createFrom().item(row -> put(body, row));
    }

    private static void put(ObjectNode body, PriceRow row) {
        row.provider = Json.text(body, "provider");
        row.model = body.path("model").asText();
        row.input = orNothing(Json.micros(body, "input"));
        row.output = orNothing(Json.micros(body, "output"));
        row.cacheRead = Json.micros(body, "cache-read");
        row.cacheWrite = Json.micros(body, "cache-write");
    }

    private static long orNothing(@Nullable Long micros) {
        return micros == null ? 0 : micros;
    }

    @Override
    public boolean isConfigured(String name) {
        return configured.one("prices", name) != null;
    }
}
