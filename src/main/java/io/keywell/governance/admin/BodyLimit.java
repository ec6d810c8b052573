package io.keywell.governance.admin;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Bodies are held in memory, so that they have a largest size; the callers' own limit is not for operators. */
final class BodyLimit {

    /** The largest entry, with room. */
    static final long MOST = 1 << 20;

    /** Ten thousand keys, or all that another gateway has. */
    static final long MOST_OF_AN_IMPORT = 16 << 20;

    /** Null lets the request pass. */
    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response check(ContainerRequestContext request) {
        boolean counted = request.getHeaderString(HttpHeaders.CONTENT_LENGTH) != null;
        long most = request.getUriInfo().getPath().endsWith("import") ? MOST_OF_AN_IMPORT : MOST;
        if (!counted && request.getHeaderString("Transfer-Encoding") != null) {
            return answer(
                    Refused.failed(411, "no-length", "How long is it", "Send the body with its length."), request);
        }
        return counted && length(request) > most ? answer(Refused.tooLarge(most), request) : null;
    }

    private static long length(ContainerRequestContext request) {
        try {
            return Long.parseLong(request.getHeaderString(HttpHeaders.CONTENT_LENGTH));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The rest of the body is not read, so that nothing more can come on this connection. */
    private static Response answer(Refused refused, ContainerRequestContext request) {
        return Problems.response(refused, request.getUriInfo())
                .header("Connection", "close")
                .build();
    }
}
