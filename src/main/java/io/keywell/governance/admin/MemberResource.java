package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.store.Governed;
import io.keywell.governance.store.MemberId;
import io.keywell.governance.store.MemberRows;
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
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Keys and pools of a provider. The paths are described in {@code openapi.yaml}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes({MediaType.APPLICATION_JSON, Answers.MERGE_PATCH})
public class MemberResource {

    private static final String ALL = "providers/{provider}/{kind: keys|pools}";
    private static final String ONE = ALL + "/{name: [^/:]+}";

    private final Kinds kinds;
    private final Entries entries;
    private final Configured configured;

    MemberResource(Kinds kinds, Entries entries, Configured configured) {
        this.kinds = kinds;
        this.entries = entries;
        this.configured = configured;
    }

    @GET
    @Path(ALL)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<ObjectNode> list(
            @RestPath String provider,
            @RestPath String kind,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String limit) {
        Cursor from = Cursor.of(cursor, limit);
        Stream<ObjectNode> fixed = configured.members(kind, provider);
        return configured.provider(provider) != null
                ? page(provider, kinds.member(kind), from, fixed)
                : entries.get(kinds.providers, provider).chain(() -> page(provider, kinds.member(kind), from, fixed));
    }

    private <E extends Governed> Uni<ObjectNode> page(
            String provider, Kind<E, MemberId> kind, Cursor cursor, Stream<ObjectNode> fixed) {
        MemberRows<E> rows = (MemberRows<E>) kind.rows();
        return entries.page(kind, cursor, (after, size) -> rows.page(provider, after, size), fixed);
    }

    @POST
    @Path("providers/{provider}/keys")
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> createKey(@RestPath String provider, @Nullable JsonNode json) {
        return create(provider, "keys", json);
    }

    @POST
    @Path("providers/{provider}/pools")
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> createPool(@RestPath String provider, @Nullable JsonNode json) {
        return create(provider, "pools", json);
    }

    private Uni<Response> create(String provider, String kind, @Nullable JsonNode json) {
        ObjectNode body = Json.object(json);
        String name = Answers.name(body);
        return entries.create(kinds.member(kind), new MemberId(provider, name), body)
                .map(shown -> Answers.of(shown, "providers/" + provider + "/" + kind + "/" + name));
    }

    @GET
    @Path(ONE)
    @RolesAllowed("viewer")
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String provider, @RestPath String kind, @RestPath String name) {
        return configured
                .members(kind, provider)
                .filter(entry -> entry.path("name").asText().equals(name))
                .findFirst()
                .map(entry -> Uni.createFrom().item(Response.ok(entry).build()))
                .orElseGet(() -> entries.get(kinds.member(kind), new MemberId(provider, name))
                        .map(Answers::of));
    }

    @PUT
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> put(
            @RestPath String provider,
            @RestPath String kind,
            @RestPath String name,
            @HeaderParam("If-Match") @Nullable String match,
            @Nullable JsonNode json) {
        return entries.put(kinds.member(kind), new MemberId(provider, name), Json.object(json), Match.of(match))
                .map(Answers::of);
    }

    @PATCH
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Response> patch(
            @RestPath String provider,
            @RestPath String kind,
            @RestPath String name,
            @HeaderParam("If-Match") @Nullable String match,
            @Nullable JsonNode json) {
        return entries.patch(kinds.member(kind), new MemberId(provider, name), Json.object(json), Match.of(match))
                .map(Answers::of);
    }

    @DELETE
    @Path(ONE)
    @RolesAllowed("admin")
    @Operation(hidden = true)
    public Uni<Void> delete(
            @RestPath String provider,
            @RestPath String kind,
            @RestPath String name,
            @HeaderParam("If-Match") @Nullable String match) {
        return entries.delete(kinds.member(kind), new MemberId(provider, name), Match.of(match));
    }
}
