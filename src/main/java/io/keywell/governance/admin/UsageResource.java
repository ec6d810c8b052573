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
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ledger's sums, over HTTP. */
@Path("usage")
@RolesAllowed("viewer")
@Tag(name = "usage")
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
    @Operation(
            operationId = "getUsage",
            summary = "Calls, tokens and money, summed from the ledger",
            description =
                    "Without a time, of the last 24 hours. Repeat consumer, team, model, provider, key or tag to"
                            + " count only those; `by` tells them apart. A call is in the sum of each of its tags. As CSV with"
                            + " `Accept: text/csv` or `format=csv`; the header `x-keywell-next` is then the next page's cursor.")
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "Its first minute", example = "2026-03-01")
    @Parameter(name = "to", in = ParameterIn.QUERY, description = "The minute after the last", example = "2026-04-01")
    @Parameter(name = "bucket", in = ParameterIn.QUERY, description = "none, minute, hour, day or month; in UTC")
    @Parameter(name = "by", in = ParameterIn.QUERY, description = "What is told apart", example = "team,model")
    @Parameter(name = "consumer", in = ParameterIn.QUERY)
    @Parameter(name = "team", in = ParameterIn.QUERY)
    @Parameter(name = "model", in = ParameterIn.QUERY)
    @Parameter(name = "provider", in = ParameterIn.QUERY)
    @Parameter(name = "key", in = ParameterIn.QUERY)
    @Parameter(name = "tag", in = ParameterIn.QUERY, description = "As the caller sent it", example = "app=search")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "The `next` of the page before")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "Rows of a page, 1 to 10000", example = "100")
    @Parameter(name = "format", in = ParameterIn.QUERY, description = "csv or json, whatever is accepted")
    public Uni<Response> usage(@Context UriInfo uri, @Context HttpHeaders headers) {
        UsageQuestion question =
                UsageParameters.read(uri.getQueryParameters(), Instant.ofEpochMilli(clock.epochMillis()));
        if (mode == DatabaseMode.NONE) {
            throw Refused.noDatabase();
        }
        boolean csv = csv(uri.getQueryParameters().getFirst("format"), headers);
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
