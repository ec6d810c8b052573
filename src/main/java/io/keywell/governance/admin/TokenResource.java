package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Operators' tokens. A token is shown once, when it is made; a rotated one ends at once. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
public class TokenResource {

    private static final String ALL = "tokens";
    private static final String ONE = ALL + "/{name: [^/:]+}";

    private final TokenKind kind;
    private final Entries entries;

    TokenResource(TokenKind kind, Entries entries) {
        this.kind = kind;
        this.entries = entries;
    }

    @GET
    @Path(ALL)
    @Operation(hidden = true)
    public Uni<ObjectNode> list(@RestQuery @Nullable String cursor, @RestQuery @Nullable String limit) {
        return entries.page(kind, Cursor.of(cursor, limit), kind.rows()::page, Stream.empty());
    }

    @POST
    @Path(ALL)
    @Operation(hidden = true)
    public Uni<Response> create(@Nullable JsonNode json) {
        ObjectNode body = Json.object(json);
        String name = Answers.name(body);
        String token = kind.newToken();
        return entries.create(kind.making(token), name, body).map(shown -> {
            shown.body().put("token", token);
            return Answers.of(shown, kind.subject(name));
        });
    }

    @GET
    @Path(ONE)
    @Operation(hidden = true)
    public Uni<Response> get(@RestPath String name) {
        return entries.get(kind, name).map(Answers::of);
    }

    @POST
    @Path(ALL + "/{call}")
    @Operation(hidden = true)
    @Consumes(MediaType.WILDCARD)
    public Uni<Response> rotate(@RestPath String call) {
        Action action = Action.of(call);
        if (!action.is("rotate")) {
            throw Refused.unknown(ALL + "/" + call);
        }
        String name = action.name();
        String token = kind.newToken();
        return entries.patch(kind.making(token), name, Json.object(), new Match(-1))
                .map(shown -> {
                    shown.body().put("token", token);
                    return Answers.of(shown);
                });
    }

    @DELETE
    @Path(ONE)
    @Operation(hidden = true)
    public Uni<Void> delete(@RestPath String name, @HeaderParam("If-Match") @Nullable String match) {
        return entries.delete(kind, name, Match.of(match));
    }
}
