import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;

/**
 * The least that a proxy on Vert.x does: no policy, no parsing, no metrics. It takes a body whole, sends it on, and pipes
 * the answer back. What the gateway costs beyond this is its own.
 *
 * <p>Environment: KEYWELL_PORT, JSON_PORT (upstream), EVENTS_PORT (upstream of paths that end in {@code /events} or bodies
 * that name the model {@code bench-stream}).
 */
public final class BareForward {

    private static final byte[] STREAM_MODEL = "bench-stream".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    public static void main(String[] arguments) {
        int port = Integer.parseInt(System.getenv("KEYWELL_PORT"));
        int json = Integer.parseInt(System.getenv("JSON_PORT"));
        int events = Integer.parseInt(System.getenv("EVENTS_PORT"));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.runOnContext(ready -> {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setMaxPoolSize(1_024)
                    .setReceiveBufferSize(32_768)
                    .setMaxChunkSize(65_536)
                    .setDecompressionSupported(false));
            vertx.createHttpServer(new HttpServerOptions().setReceiveBufferSize(32_768).setMaxChunkSize(65_536))
                    .requestHandler(request -> request.body()
                            .onSuccess(body -> forward(client, request, body, names(body) ? events : json))
                            .onFailure(gone -> request.connection().close()))
                    .listen(port, "127.0.0.1");
        });
    }

    /** Whether the model of a stream stands at the body's begin. */
    private static boolean names(Buffer body) {
        int last = Math.min(body.length(), 200) - STREAM_MODEL.length;
        for (int at = 0; at <= last; at++) {
            int matched = 0;
            while (matched < STREAM_MODEL.length && body.getByte(at + matched) == STREAM_MODEL[matched]) {
                matched++;
            }
            if (matched == STREAM_MODEL.length) {
                return true;
            }
        }
        return false;
    }

    private static void forward(HttpClient client, HttpServerRequest request, Buffer body, int port) {
        RequestOptions target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(request.uri());
        client.request(target)
                .compose((HttpClientRequest outgoing) -> {
                    outgoing.putHeader("content-type", "application/json").putHeader("authorization", "Bearer sk-bench");
                    return outgoing.send(body);
                })
                .onSuccess(answer -> back(answer, request.response()))
                .onFailure(fault -> request.response().setStatusCode(502).end());
    }

    private static void back(HttpClientResponse answer, HttpServerResponse response) {
        response.setStatusCode(answer.statusCode());
        String length = answer.getHeader("content-length");
        if (length == null) {
            response.setChunked(true);
        } else {
            response.putHeader("content-length", length);
        }
        response.putHeader("content-type", answer.getHeader("content-type"));
        answer.pipeTo(response);
    }

    private BareForward() {}
}
