package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class BodySizeTest extends OverTheWire {

    private static final String CHAT = "/v1/chat/completions";
    private static final int MAX = 32 * 1024 * 1024;

    /** A chat request of exactly so many bytes, for a pool that has no limit of tokens. */
    private static byte[] chatOf(int size) {
        String begin = "{\"model\":\"smart\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String end = "\"}]}";
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'a');
        System.arraycopy(begin.getBytes(StandardCharsets.US_ASCII), 0, body, 0, begin.length());
        System.arraycopy(end.getBytes(StandardCharsets.US_ASCII), 0, body, size - end.length(), end.length());
        return body;
    }

    @Test
    void theLargestBodyIsServedWithAndWithoutALength() {
        byte[] body = chatOf(MAX);

        assertThat(web.send("POST", CHAT, BodyPublishers.ofByteArray(body)).status())
                .isEqualTo(200);
        assertThat(web.send("POST", CHAT, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLargerBodyIsRefusedBeforeItIsSent() throws IOException {
        try (Wire wire = new Wire(root)) {
            String heard = wire.send(Wire.head("web", "POST " + CHAT + " HTTP/1.1", "content-length: " + (MAX + 1)))
                    .untilClosed();

            assertTooLarge(heard);
        }
        aGoodRequestWorks();
    }

    @Test
    void aLargerBodyWithoutALengthIsRefusedAsSoonAsItIsTooLarge() throws IOException {
        try (Wire wire = new Wire(root)) {
            wire.send(Wire.head("web", "POST " + CHAT + " HTTP/1.1", "transfer-encoding: chunked"));
            wire.send(Integer.toHexString(MAX + 1) + "\r\n");
            String heard = wire.send(chatOf(MAX + 1)).untilClosed();

            assertTooLarge(heard);
        }
        aGoodRequestWorks();
    }

    @Test
    void aCallerThatSendsAllOfItBeforeItListensHearsTheRefusal() throws IOException {
        try (Wire wire = new Wire(root)) {
            wire.send(Wire.head("web", "POST " + CHAT + " HTTP/1.1", "content-length: " + (MAX + 1024)));
            String heard = wire.send(chatOf(MAX + 1024)).untilClosed();

            assertTooLarge(heard);
        }
    }

    private static void assertTooLarge(String heard) {
        assertThat(heard).startsWith("HTTP/1.1 413");
        assertThat(heard.toLowerCase(Locale.ROOT)).contains("connection: close", "x-request-id: req_");
        JsonObject error = new JsonObject(heard.substring(heard.indexOf("\r\n\r\n") + 4)).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("request_too_large");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    }
}
