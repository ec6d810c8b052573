package io.keywell.gateway;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What a caller got. */
record Answer(int status, HttpHeaders headers, String body) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** Null when it is not there. */
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    JsonObject json() {
        return new JsonObject(body);
    }

    JsonObject error() {
        return json().getJsonObject("error");
    }

    String code() {
        return error().getString("code");
    }

    /** The key that served it, by its alias. */
    String servedBy() {
        return header("x-keywell-key");
    }
}
