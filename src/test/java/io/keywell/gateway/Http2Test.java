package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BehindTheSimulator.class)
class Http2Test extends OverTheWire {

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_2).build();

    private HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(15))
                .header("authorization", "Bearer " + World.keyOf("web"))
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** A client without TLS changes to HTTP/2 with its first request. */
    @BeforeEach
    void changeTheProtocol() throws Exception {
        send("GET", "/v1/models", BodyPublishers.noBody());
    }

    @Test
    void answersAndStreamsAreServed() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/v1/chat/completions", BodyPublishers.ofString(Caller.chatBody("smart")));
        assertThat(answer.version()).isEqualTo(Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);

        HttpResponse<String> stream =
                send("POST", "/v1/chat/completions", BodyPublishers.ofString(Caller.chatBody("smart", true)));
        assertThat(stream.version()).isEqualTo(Version.HTTP_2);
        assertThat(stream.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws Exception {
        byte[] body = new byte[32 * 1024 * 1024 + 1];

        HttpResponse<String> refused = send(
                "POST", "/v1/chat/completions", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(refused.version()).isEqualTo(Version.HTTP_2);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(send("GET", "/v1/models", BodyPublishers.noBody()).statusCode())
                .isEqualTo(200);
    }
}
