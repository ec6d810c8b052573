package io.keywell.governance.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.governance.database.Outage;
import io.keywell.governance.live.UnknownKey;
import io.keywell.governance.operators.OperatorAuthentication;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every way in which the admin API says no, in one shape. */
final class Problems {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private final OperatorAuthentication operators;

    Problems(OperatorAuthentication operators) {
        this.operators = operators;
    }

    @ServerExceptionMapper
    Response refused(Refused refused, UriInfo uri) {
        return response(refused, uri).build();
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violations, UriInfo uri) {
        List<FieldError> errors = violations.getConstraintViolations().stream()
                .map(violation -> new FieldError(
                        last(violation.getPropertyPath()),
                        violation.getInvalidValue() == null
                                ? null
                                : violation.getInvalidValue().toString(),
                        violation.getMessage()))
                .toList();
        return response(Refused.invalid(errors), uri).build();
    }

    @ServerExceptionMapper
    Response unknown(UnknownKey key, UriInfo uri) {
        return response(Refused.invalid("without", key.name(), "a key of a provider, as provider/key or its name"), uri)
                .build();
    }

    /** As callers write it: parameters have dashes where Java's have capitals. */
    private static String last(Path path) {
        String name = "";
        for (Path.Node node : path) {
            name = node.getName() == null ? name : node.getName();
        }
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @ServerExceptionMapper({JacksonException.class, JsonProcessingException.class})
    Response malformed(Exception wrong, UriInfo uri) {
        return response(Refused.malformed("The body is no JSON of the expected form."), uri)
                .build();
    }

    @ServerExceptionMapper
    Response anonymous(UnauthorizedException nobody, UriInfo uri) {
        return unauthorized("Send 'Authorization: Bearer <admin token>'.", uri);
    }

    @ServerExceptionMapper
    Response wrong(AuthenticationFailedException wrong, UriInfo uri, RoutingContext context) {
        long waitMillis = operators.failed(context);
        return waitMillis > 0
                ? tooMany(waitMillis, uri)
                : unauthorized("The token is not known, or no longer valid.", uri);
    }

    private static Response tooMany(long waitMillis, UriInfo uri) {
        Refused refused = Refused.failed(
                429, "too-many-attempts", "Too many attempts", "This address sent too many wrong tokens.");
        return response(refused, uri)
                .header(HttpHeaders.RETRY_AFTER, (waitMillis + 999) / 1_000)
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException notAllowed, UriInfo uri) {
        return response(Refused.failed(403, "forbidden", "Not allowed", "Your role does not permit this."), uri)
                .build();
    }

    @ServerExceptionMapper
    Response other(WebApplicationException known, UriInfo uri) {
        int status = known.getResponse().getStatus();
        Response.StatusType info = known.getResponse().getStatusInfo();
        if (status < 400) {
            return known.getResponse();
        }
        String detail = status == 404 ? "There is no such path, or a value in it is wrong." : info.getReasonPhrase();
        return response(Refused.failed(status, "http", info.getReasonPhrase(), detail), uri)
                .build();
    }

    @ServerExceptionMapper
    Response fault(Throwable fault, UriInfo uri) {
        if (Outage.isAway(fault)) {
            return response(Refused.away(), uri).build();
        }
        LOG.errorf(fault, "The admin API failed at %s", uri.getPath());
        return response(Refused.failed(500, "fault", "A fault", "The gateway failed; its log says how."), uri)
                .build();
    }

    private static Response unauthorized(String detail, UriInfo uri) {
        return response(Refused.failed(401, "unauthorized", "Who are you", detail), uri)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    static Response.ResponseBuilder response(Refused refused, UriInfo uri) {
        return Response.status(refused.status())
                .type(MEDIA_TYPE)
                .entity(refused.problem(uri.getRequestUri().getPath()));
    }
}
