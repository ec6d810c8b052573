package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.ConsumerKeyRow;
import io.keywell.governance.store.ConsumerRow;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Callers and their keys. A key is shown once, when it is made. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, Answers.MERGE_PATCH})
public class ConsumerResource {

    private static final String ALL = "consumers";
    private static final String ONE = ALL + "/{name: [^/:]+}";
    private static final String KEYS = ONE + "/keys";

    private final ConsumerKind kind;
    private final Entries entries;
    private final Configured configured;
    private final CallerKeys keys;

    ConsumerResource(ConsumerKind kind, Entries entries, Configured configured, CallerKeys keys) {
        this.kind = kind;
        this.entries = entries;
        this.configured = configured;
        this.keys = keys;
    }

    @GET
    @Path(ALL)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<ObjectNode> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        return entries.page(kind, Cursor.of(cursor, limit), kind.rows()::page, configured.all(ALL));
    }

    @POST
    @Path(ALL)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> create(@Nullable JsonNode json) {
        ObjectNode body = Json.object(json);
        String name = Answers.name(body);
        if (kind.isConfigured(name)) {
            throw Refused.readOnly(kind.subject(name));
        }
        return entries.change(() -> entries.make(kind, name, body)
                        .chain(shown -> keys.make(name).map(key -> {
                            shown.body().put("key", key);
                            return shown;
                        })))
                .map(shown -> Answers.of(shown, kind.subject(name)));
    }

    @GET
    @Path(ONE)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String name) {
        ObjectNode fixed = configured.one(ALL, name);
        return fixed != null
                ? Uni.createFrom().item(Response.ok(fixed).build())
                : entries.get(kind, name).map(Answers::of);
    }

    /** Replaces one that is there: it would be without a key if it were made so. */
    @PUT
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> put(
            @RestPath String name, @HeaderParam("If-Match") @Nullable String match, @Nullable JsonNode json) {
        Match seen = Match.of(match);
        if (seen == null && !kind.isConfigured(name)) {
            return entries.get(kind, name).map(found -> {
                throw Refused.noVersion();
            });
        }
        return entries.put(kind, name, Json.object(json), seen).map(Answers::of);
    }

    @PATCH
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> patch(
            @RestPath String name, @HeaderParam("If-Match") @Nullable String match, @Nullable JsonNode json) {
        return entries.patch(kind, name, Json.object(json), Match.of(match)).map(Answers::of);
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Void> delete(@RestPath String name, @HeaderParam("If-Match") @Nullable String match) {
        return entries.delete(kind, name, Match.of(match));
    }

    @GET
    @Path(KEYS)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<ObjectNode> keys(@RestPath String name) {
        return entries.look(() -> known(name).chain(row -> keys.of(name))).map(found -> {
            ObjectNode list = Json.object();
            ArrayNode items = list.putArray("items");
            found.forEach((ConsumerKeyRow key) -> items.add(CallerKeys.show(key)));
            return list;
        });
    }

    /** Makes another key; those that were there end after {@code overlap-seconds}, a day when nothing is said. */
    @POST
    @Path(ALL + "/{name}/{call}")
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> rotate(@RestPath String name, @RestPath String call, @Nullable JsonNode json) {
        if (!call.equals("keys:rotate")) {
            throw Refused.unknown(kind.subject(name) + "/" + call);
        }
        if (kind.isConfigured(name)) {
            throw Refused.readOnly(kind.subject(name));
        }
        long seconds = CallerKeys.overlap(json);
        return entries.change(() -> known(name).chain(row -> keys.rotate(name, seconds)))
                .map(made ->
                        Response.status(Response.Status.CREATED).entity(made).build());
    }

    private Uni<ConsumerRow> known(String name) {
        return kind.rows().get(name).invoke(row -> {
            if (row == null) {
                throw Refused.unknown(kind.subject(name));
            }
        });
    }
}
