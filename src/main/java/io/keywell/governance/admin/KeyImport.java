package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.core.Secret;
import io.keywell.governance.store.KeyRow;
import io.keywell.governance.store.MemberId;
import io.keywell.governance.store.SecretBox;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Many keys in one call. Lines that are wrong are told by their numbers; the others are taken, all or none. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.TEXT_PLAIN, "text/csv"})
public class KeyImport {

    private final Entries entries;
    private final Owners owners;
    private final KeyKind kind;
    private final ConfigRules rules;
    private final Sealing sealing;
    private final Audit audit;

    KeyImport(Entries entries, Owners owners, KeyKind kind, ConfigRules rules, Sealing sealing, Audit audit) {
        this.entries = entries;
        this.owners = owners;
        this.kind = kind;
        this.rules = rules;
        this.sealing = sealing;
        this.audit = audit;
    }

    /** What the lines are read beside. */
    private record Around(
            String operator, Map<String, String> provider, Set<String> keys, Set<String> pools, SecretBox box) {}

    /** @param dryRun whether only to say what would become of the lines */
    @POST
    @Path("providers/{provider}/{call}")
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<ObjectNode> run(
            @RestPath String provider,
            @RestPath String call,
            @RestQuery("dry-run") @DefaultValue("false") boolean dryRun,
            @Nullable String text) {
        if (!call.equals("keys:import")) {
            throw Refused.unknown("providers/" + provider + "/" + call);
        }
        if (text == null || text.isBlank()) {
            throw Refused.malformed("The body has no lines: send one key a line, as name,secret.");
        }
        Context here = Objects.requireNonNull(Vertx.currentContext(), "on an event loop");
        return audit.operator()
                .chain(who -> entries.change(() -> around(provider, who)))
                // Ten thousand lines are too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(around -> new Batch(provider, around, text, rules))
                .emitOn(task -> here.runOnContext(back -> task.run()))
                .chain(batch -> dryRun ? Uni.createFrom().item(batch.report(true)) : write(batch));
    }

    private Uni<Around> around(String provider, String operator) {
        return owners.around(provider).chain(around -> {
            if (around == null) {
                throw Refused.unknown("providers/" + provider);
            }
            return owners.keys(provider).chain(keys -> owners.pools(provider)
                    .chain(pools -> sealing.box().map(box -> new Around(operator, around, keys, pools, box))));
        });
    }

    private Uni<ObjectNode> write(Batch batch) {
        ObjectNode report = batch.report(false);
        if (batch.rows.isEmpty()) {
            return Uni.createFrom().item(report);
        }
        ObjectNode record = Json.object().put("imported", batch.rows.size());
        return entries.change(() -> owners.missing(batch.provider)
                .invoke(missing -> {
                    if (missing != null) {
                        throw Refused.unknown(missing);
                    }
                })
                .chain(() -> kind.rows().createAll(batch.rows))
                .chain(() -> audit.add(
                        batch.around.operator(), "import-keys", "providers/" + batch.provider + "/keys", null, record))
                .replaceWith(report));
    }

    /** The lines of one call, read and sealed. */
    private static final class Batch {
        final String provider;
        final Around around;
        final KeyLines lines;
        final List<KeyRow> rows;

        Batch(String provider, Around around, String text, ConfigRules rules) {
            this.provider = provider;
            this.around = around;
            this.lines = KeyLines.read(text, around.keys(), around.pools(), rules, around.provider());
            this.rows = lines.taken().stream().map(this::row).toList();
        }

        private KeyRow row(KeyLines.Line line) {
            KeyRow row = new KeyRow();
            row.id = new MemberId(provider, line.name());
            row.pool = line.pool() == null || line.pool().equals(line.name()) ? null : line.pool();
            row.secret = around.box().seal(row.place(), new Secret(line.secret()));
            row.last4 = KeyKind.last4(line.secret());
            return row;
        }

        ObjectNode report(boolean dryRun) {
            ObjectNode report = Json.object()
                    .put("dry-run", dryRun)
                    .put("imported", rows.size())
                    .put("skipped", lines.skipped().size());
            ArrayNode told = report.putArray("lines");
            lines.skipped()
                    .forEach(skipped -> Json.put(told.addObject().put("line", skipped.line()), "name", skipped.name())
                            .put("why", skipped.why()));
            return report;
        }
    }
}
