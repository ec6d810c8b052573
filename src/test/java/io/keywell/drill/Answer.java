package io.keywell.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a caller got, and how long it took. */
record Answer(HttpResponse<String> response, Duration took) {

    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    int attempts() {
        return Integer.parseInt(header("x-keywell-attempts"));
    }

    JsonObject json() {
        return new JsonObject(body());
    }

    /** The error, which must have all the fields that OpenAI's clients read. */
    JsonObject error() {
        return wellFormed(json());
    }

    private static JsonObject wellFormed(JsonObject body) {
        JsonObject error = body.getJsonObject("error");
        assertThat(error).as("error in " + body).isNotNull();
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getString("type")).isNotBlank();
        return error;
    }

    /** The data of a stream's events. */
    List<String> events() {
        List<String> events = new ArrayList<>();
        for (String event : body().replace("\r\n", "\n").split("\n\n")) {
            StringBuilder data = new StringBuilder();
            event.lines().filter(line -> line.startsWith("data:")).forEach(line -> data.append(
                            data.isEmpty() ? "" : "\n")
                    .append(line.substring(5).stripLeading()));
            if (!data.isEmpty()) {
                events.add(data.toString());
            }
        }
        return events;
    }

    /** A complete answer in one piece. */
    void isGoodJson() {
        assertThat(status()).as(body()).isEqualTo(200);
        assertThat(header("content-type")).startsWith("application/json");
        JsonObject choice = json().getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getJsonObject("message").getString("content")).isNotBlank();
        assertThat(choice.getString("finish_reason")).isNotBlank();
    }

    /** A complete stream: content, the reason of its end, and nothing after the word that it is done. */
    void isGoodStream() {
        assertThat(status()).as(body()).isEqualTo(200);
        assertThat(header("content-type")).startsWith("text/event-stream");
        List<String> events = events();
        assertThat(events).last().isEqualTo("[DONE]");
        List<String> chunks = events.stream().filter(e -> !e.equals("[DONE]")).toList();
        assertThat(chunks).hasSizeGreaterThan(2).allSatisfy(chunk -> assertThat(
                        new JsonObject(chunk).getString("object"))
                .isEqualTo("chat.completion.chunk"));
        assertThat(body()).contains("\"finish_reason\":\"stop\"");
    }

    /** A stream that broke after content: whole chunks, one error, the end. */
    void isBrokenStream() {
        assertThat(status()).as(body()).isEqualTo(200);
        List<String> events = events();
        assertThat(events).hasSizeGreaterThan(1);
        for (String chunk : events.subList(0, events.size() - 1)) {
            assertThat(new JsonObject(chunk).getString("object")).isEqualTo("chat.completion.chunk");
        }
        JsonObject error = wellFormed(new JsonObject(events.get(events.size() - 1)));
        assertThat(error.getString("code")).isEqualTo("upstream_failed");
        assertThat(body()).endsWith("\n\n").doesNotContain("[DONE]");
    }

    /** Nothing that a provider says about us reaches a caller. */
    void leaksNothing() {
        String all = response.headers().map() + "\n" + body();
        assertThat(all)
                .doesNotContain("org-sim-", SimulatedProviders.SECRET, "req_sim_", "7777777", "6666666666")
                .doesNotContainIgnoringCase("openai-organization")
                .doesNotContainIgnoringCase("openai-processing-ms")
                .doesNotContainIgnoringCase("retry-after-ms")
                .doesNotContainIgnoringCase("x-ratelimit-limit-tokens");
        assertThat(header("x-request-id")).isNotBlank();
        if (header("x-ratelimit-limit-requests") != null) {
            assertThat(header("x-ratelimit-limit-requests")).isEqualTo("" + SimulatedProviders.CALLERS_LIMIT);
        }
        if (status() != 429 && status() != 503) {
            assertThat(header("retry-after")).isNull();
        }
    }
}
