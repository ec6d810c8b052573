package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.governance.admin.Entries.Shown;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Entries as HTTP answers. */
final class Answers {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private Answers() {}

    static Response of(Shown shown) {
        return of(shown, null);
    }

    /** @param path where a new one is from now on, below the API; null when that is where it was put */
    static Response of(Shown shown, @Nullable String path) {
        Response.ResponseBuilder answer =
                Response.status(shown.created() ? 201 : 200).entity(shown.body());
        if (shown.version() != null) {
            answer.header(HttpHeaders.ETAG, Match.tag(shown.version()));
        }
        if (shown.created() && path != null) {
            answer.location(URI.create(encoded(path)));
        }
        return answer.build();
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
    }

    /** The name that a new entry asks for. */
    static String name(ObjectNode body) {
        String name = Json.text(body, "name");
        if (name == null) {
            throw Refused.invalid("/name", null, "a name");
        }
        return name;
    }
}
