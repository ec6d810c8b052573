package io.keywell.governance.admin;

import io.keywell.core.Clock;
import io.keywell.governance.database.DatabaseMode;
import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageRow;
import io.keywell.ledger.postgres.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The ledger's sums, over HTTP. Described in {@code openapi.yaml}. */
@Path("usage")
@RolesAllowed("viewer")
public class UsageResource {

    private static final String CSV = "text/csv";

    private final UsageQuery usage;
    private final DatabaseMode mode;
    private final Clock clock;

    UsageResource(UsageQuery usage, DatabaseMode mode, Clock clock) {
        this.usage = usage;
        this.mode = mode;
        this.clock = clock;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(hidden = true)
    public Uni<Response> usage(@Context UriInfo uri, @Context HttpHeaders headers) {
        UsageQuestion question =
                UsageParameters.read(uri.getQueryParameters(), Instant.ofEpochMilli(clock.epochMillis()));
        boolean csv = csv(uri.getQueryParameters().getFirst("format"), headers);
        if (mode == DatabaseMode.NONE) {
            throw Refused.noDatabase();
        }
        return Uni.createFrom()
                .completionStage(() -> usage.answer(question))
                .map(rows -> csv ? csv(question, rows) : json(question, rows));
    }

    private static boolean csv(@org.jspecify.annotations.Nullable String format, HttpHeaders headers) {
        if (format == null) {
            List<MediaType> accepted = headers.getAcceptableMediaTypes();
            return !accepted.isEmpty()
                    && CSV.equals(
                            accepted.get(0).getType() + "/" + accepted.get(0).getSubtype());
        }
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            default -> throw Refused.invalid("format", format, "csv or json");
        };
    }

    private static Response json(UsageQuestion question, List<UsageRow> rows) {
        return Response.ok(UsageTable.json(question, rows), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static Response csv(UsageQuestion question, List<UsageRow> rows) {
        Response.ResponseBuilder answer =
                Response.ok(UsageTable.csv(question, rows, UsageQuery.measures()), CSV + ";charset=utf-8");
        String next = UsageTable.next(question, rows);
        return next.isEmpty()
                ? answer.build()
                : answer.header("x-keywell-next", next).build();
    }
}
