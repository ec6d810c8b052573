package io.keywell.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.crossing.Script.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms with a file are sent on while they come. */
@QuarkusTest
@TestProfile(Profile.class)
class UploadsTest extends Crossing {

    private static final String PATH = "v1/audio/transcriptions";
    private static final String BOUNDARY = "----x7";
    private static final Answer OVERLOADED = Answer.json(503, "{\"error\":{\"message\":\"overloaded\"}}");
    private static final Answer HEARD = Answer.json(200, "{\"text\":\"hello\"}");

    @ParameterizedTest
    @CsvSource({"true, 300, true", "true, 5000000, true", "false, 5000000, true", "true, 5000000, false"})
    void aFormReachesTheProviderAsItIsButForTheModel(boolean modelFirst, int size, boolean announced) {
        script.answers("openai", HEARD);
        String form = form(modelFirst, size, "only-openai");

        HttpResponse<String> answer = upload(form, announced);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"text\":\"hello\"}");
        Script.Received received = script.received("openai").get(0);
        assertThat(received.body().equals(form(modelFirst, size, "gpt-4o-mini")))
                .isTrue();
        assertThat(received.headers()).containsEntry("content-type", "multipart/form-data; boundary=" + BOUNDARY);
        assertThat(received.headers().containsKey("content-length")).isEqualTo(announced);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/audio/translations", "v1/images/edits", "v1/images/variations"})
    void theOtherUploadsReachTheirPaths(String path) {
        script.answers("openai", HEARD);

        HttpResponse<String> answer = send(
                "POST",
                path,
                BodyPublishers.ofString(form(true, 300, "only-openai"), StandardCharsets.ISO_8859_1),
                "content-type",
                "multipart/form-data; boundary=" + BOUNDARY);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(script.received("openai").get(0).path()).isEqualTo("/" + path);
    }

    @Test
    void aSmallFormMovesOnWhenAProviderRefuses() {
        script.answers("openai", OVERLOADED).answers("other", HEARD);

        HttpResponse<String> answer = upload(form(true, 300, "openai-then-other"), true);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(servedBy(answer)).isEqualTo("other");
        assertThat(script.received("other").get(0).body()).isEqualTo(form(true, 300, "whisper"));
    }

    @Test
    void whenTheUploadIsGoneTheCallerIsToldToSendItAgain() {
        script.answers("openai", OVERLOADED);

        HttpResponse<String> answer = upload(form(true, 5_000_000, "openai-then-other"), true);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("send it again");
        assertThat(script.received("other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300", "5000000"})
    void aSecondModelIsRefusedWhereverItStands(int size) {
        String form = form(true, size, "only-openai");
        String twice = form.substring(0, form.lastIndexOf("--" + BOUNDARY)) + field("model", "other") + "--" + BOUNDARY
                + "--\r\n";

        HttpResponse<String> answer = upload(twice, true);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("is there twice");
        assertThat(script.received("openai")).isEmpty();
    }

    /** What OpenAI takes then has changed, and depends on other fields: a guess would be a bill for another model. */
    @ParameterizedTest
    @ValueSource(strings = {"v1/images/edits", "v1/images/variations"})
    void aPictureWithoutAModelIsRefusedInWordsThatHelp(String path) {
        HttpResponse<String> answer = send(
                "POST",
                path,
                BodyPublishers.ofString(field("prompt", "a hat") + "--" + BOUNDARY + "--\r\n"),
                "content-type",
                "multipart/form-data; boundary=" + BOUNDARY);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getJsonObject("error").getString("param")).isEqualTo("model");
        assertThat(answer.body()).contains("'model' is missing").contains("finds a provider by it");
    }

    @Test
    void whatIsNoUsableFormIsRefused() {
        assertThat(post(PATH, "{}").statusCode()).isEqualTo(400);
        assertThat(upload(field("language", "en") + "--" + BOUNDARY + "--\r\n", true)
                        .body())
                .contains("'model' is missing");
        assertThat(upload(form(true, 10, "unknown-model"), true).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> upload(String form, boolean announced) {
        byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
        BodyPublisher body = announced
                ? BodyPublishers.ofByteArray(bytes)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
        return send("POST", PATH, body, "content-type", "multipart/form-data; boundary=" + BOUNDARY);
    }

    private static String form(boolean modelFirst, int size, String model) {
        byte[] sound = new byte[size];
        new Random(7).nextBytes(sound);
        String file = "--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a; name=\\\"model\\\".mp3\""
                + "\r\nContent-Type: audio/mpeg\r\n\r\n" + new String(sound, StandardCharsets.ISO_8859_1) + "\r\n";
        String named = field("model", model);
        return (modelFirst ? named + file : file + named) + "--" + BOUNDARY + "--\r\n";
    }

    private static String field(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }
}
