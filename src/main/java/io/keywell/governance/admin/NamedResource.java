package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.Governed;
import io.keywell.governance.store.NamedRows;
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

/** What a name of its own tells apart. The paths are described in {@code openapi.yaml}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, Answers.MERGE_PATCH})
public class NamedResource {

    private static final String ALL = "{kind: providers|models|teams|prices}";
    private static final String ONE = ALL + "/{name: .+}";

    private final Kinds kinds;
    private final Entries entries;
    private final Configured configured;

    NamedResource(Kinds kinds, Entries entries, Configured configured) {
        this.kinds = kinds;
        this.entries = entries;
        this.configured = configured;
    }

    @GET
    @Path(ALL)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<ObjectNode> list(
            @RestPath String kind, @RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        return page(kind, kinds.named(kind), Cursor.of(cursor, limit));
    }

    private <E extends Governed> Uni<ObjectNode> page(String name, Kind<E, String> kind, Cursor cursor) {
        NamedRows<E> rows = (NamedRows<E>) kind.rows();
        return entries.page(kind, cursor, rows::page, configured.all(name));
    }

    @POST
    @Path(ALL)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> create(@RestPath String kind, @Nullable JsonNode json) {
        ObjectNode body = Json.object(json);
        String name = Answers.name(body);
        return entries.create(kinds.named(kind), name, body).map(shown -> Answers.of(shown, kind + "/" + name));
    }

    @GET
    @Path(ONE)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String kind, @RestPath String name) {
        ObjectNode fixed = configured.one(kind, name);
        return fixed != null
                ? Uni.createFrom().item(Response.ok(fixed).build())
                : entries.get(kinds.named(kind), name).map(Answers::of);
    }

    @PUT
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> put(
            @RestPath String kind,
            @RestPath String name,
            @HeaderParam("If-Match") @Nullable String match,
            @Nullable JsonNode json) {
        return entries.put(kinds.named(kind), name, Json.object(json), Match.of(match))
                .map(Answers::of);
    }

    @PATCH
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> patch(
            @RestPath String kind,
            @RestPath String name,
            @HeaderParam("If-Match") @Nullable String match,
            @Nullable JsonNode json) {
        return entries.patch(kinds.named(kind), name, Json.object(json), Match.of(match))
                .map(Answers::of);
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Void> delete(
            @RestPath String kind, @RestPath String name, @HeaderParam("If-Match") @Nullable String match) {
        return entries.delete(kinds.named(kind), name, Match.of(match));
    }
}
