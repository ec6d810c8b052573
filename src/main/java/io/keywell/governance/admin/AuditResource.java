package io.keywell.governance.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.AuditEntry;
import io.keywell.governance.store.AuditLog;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who changed what, the newest first. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private final Entries entries;
    private final AuditLog log;
    private final ObjectMapper mapper;

    AuditResource(Entries entries, AuditLog log, ObjectMapper mapper) {
        this.entries = entries;
        this.log = log;
        this.mapper = mapper;
    }

    /** @param subject the beginning of what was changed, as {@code providers/openai}; null for all */
    @GET
    @Path("audit")
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<ObjectNode> list(
            @RestQuery @Nullable String subject,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String limit) {
        Cursor from = Cursor.of(cursor, limit);
        long before = before(from.after(), cursor);
        return entries.look(() -> log.page(before, subject == null ? "" : subject, from.limit() + 1)
                .map(found -> page(found, from.limit())));
    }

    private static long before(String after, @Nullable String cursor) {
        if (after.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Refused.invalid("cursor", cursor, "the 'next' of an earlier page");
        }
    }

    private ObjectNode page(List<AuditEntry> found, int limit) {
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        found.stream().limit(limit).forEach(entry -> items.add(show(entry)));
        if (found.size() > limit) {
            page.put("next", Cursor.encode(String.valueOf(found.get(limit - 1).id)));
        }
        return page;
    }

    private ObjectNode show(AuditEntry entry) {
        ObjectNode node = Json.object()
                .put("id", Objects.requireNonNull(entry.id))
                .put("at", entry.at.toString())
                .put("operator", entry.operator)
                .put("action", entry.action)
                .put("subject", entry.subject);
        json(node, "before", entry.before);
        json(node, "after", entry.after);
        return node;
    }

    private void json(ObjectNode node, String name, @Nullable String text) {
        if (text != null) {
            try {
                node.set(name, mapper.readTree(text));
            } catch (JsonProcessingException e) {
                node.put(name, text);
            }
        }
    }
}
