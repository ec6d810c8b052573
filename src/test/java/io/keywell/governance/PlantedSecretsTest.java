package io.keywell.governance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every kind of secret is planted, used and refused; then everything that the gateway leaves behind is searched for it. */
@QuarkusTest
@TestProfile(PlantedSecretsTest.Profile.class)
class PlantedSecretsTest {

    private static final String TOKEN = "kwa-planted-operator";
    private static final String COLLECTORS = "planted-for-the-collector";
    private static final String TRACES = "traces";
    private static final String MASTER = "0123456789abcdef".repeat(4);

    @Inject
    Pool pool;

    @ConfigProperty(name = "keywell.data-dir")
    Path data;

    @TestHTTPResource(value = "/q/metrics", management = true)
    URI metrics;

    @TestHTTPResource(value = "/q/health", management = true)
    URI health;

    private final Map<String, String> planted = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();

    public static class Profile implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("keywell-planted");
                String server = "http://127.0.0.1:" + Echo.start(Files.createDirectory(folder.resolve(TRACES)));
                return Map.ofEntries(
                        Map.entry("keywell.tracing.endpoint", server + "/" + TRACES),
                        Map.entry("keywell.tracing.every", "1s"),
                        Map.entry("keywell.tracing.headers.authorization", "Bearer " + COLLECTORS),
                        Map.entry("quarkus.http.test-port", "0"),
                        Map.entry("quarkus.management.test-port", "0"),
                        Map.entry("keywell.database", "embedded"),
                        Map.entry("keywell.data-dir", folder.toString()),
                        // Whatever can be logged in production is looked at.
                        Map.entry("quarkus.log.category.\"io.keywell\".level", "DEBUG"),
                        Map.entry("keywell.encryption.key", MASTER),
                        Map.entry("keywell.admin.token", TOKEN),
                        Map.entry("keywell.admin.failures.most", "1000"),
                        Map.entry("keywell.providers.fixed.type", "openai-compatible"),
                        Map.entry("keywell.providers.fixed.base-url", server + "/v1"),
                        Map.entry("keywell.providers.fixed.api-keys", "sk-planted-configured"),
                        Map.entry("keywell.consumers.web.key", "kw-planted-configured"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A provider that refuses every call and repeats the key that it was called with, as some do; and a collector of traces,
     * which it keeps as files.
     */
    private static final class Echo {

        static int start(Path traces) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", Echo::refuse);
            server.createContext("/" + TRACES, call -> keep(call, traces));
            server.start();
            return server.getAddress().getPort();
        }

        private static void keep(HttpExchange call, Path traces) throws IOException {
            Files.write(
                    Files.createTempFile(traces, "spans", ".json"),
                    call.getRequestBody().readAllBytes());
            call.sendResponseHeaders(200, -1);
            call.close();
        }

        private static void refuse(HttpExchange call) throws IOException {
            call.getRequestBody().readAllBytes();
            String key = call.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
            byte[] body = ("{\"error\":{\"message\":\"Incorrect API key provided: " + key
                            + "\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(401, body.length);
            call.getResponseBody().write(body);
            call.close();
        }
    }

    private static RequestSpecification admin() {
        return given().header("authorization", "Bearer " + TOKEN)
                .header("if-match", "*")
                .contentType("application/json");
    }

    private String plant(String what, String secret) {
        planted.put(what, secret);
        return secret;
    }

    private Response heard(Response answer) {
        answers.add(answer.headers() + "\n" + answer.asString());
        return answer;
    }

    @Test
    void nothingThatTheGatewayLeavesBehindHasASecretInIt() throws Exception {
        Handler listener = listener();
        Logger.getLogger("").addHandler(listener);
        try {
            operate();
            call();
            look();
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }
        plant(
                "the database's password",
                Files.readString(data.resolve("postgres/password")).strip());

        // What is no secret is found, so the search works.
        assertThat(answers).anyMatch(text -> has(text, "shop"));
        assertThat(logged).isNotEmpty();
        assertThat(dump()).anyMatch(text -> has(text, "shop"));
        assertThat(files()).anyMatch(file -> has(text(file), "shop"));
        for (Map.Entry<String, String> secret : planted.entrySet()) {
            assertThat(answers).as("answers: %s", secret.getKey()).noneMatch(text -> has(text, secret.getValue()));
            assertThat(logged).as("logs: %s", secret.getKey()).noneMatch(text -> has(text, secret.getValue()));
            assertThat(dump()).as("database: %s", secret.getKey()).noneMatch(text -> has(text, secret.getValue()));
            assertThat(files()).as("files: %s", secret.getKey()).noneMatch(file -> has(text(file), secret.getValue()));
        }
    }

    private void operate() {
        plant("the key-encryption key", MASTER);
        plant("the operator's token", TOKEN);
        plant("the collector's token", COLLECTORS);
        heard(admin().body(Map.of("name", "added", "type", "openai-compatible", "base-url", "http://127.0.0.1:1/v1"))
                        .post("/admin/v1/providers"))
                .then()
                .statusCode(201);
        heard(admin().body(Map.of("name", "k", "secret", plant("a vendor's key", "sk-planted-first")))
                        .post("/admin/v1/providers/added/keys"))
                .then()
                .statusCode(201);
        heard(admin().body(Map.of("secret", plant("its successor", "sk-planted-second")))
                        .patch("/admin/v1/providers/added/keys/k"))
                .then()
                .statusCode(200);
        heard(admin().body(Map.of("name", "bad", "secret", plant("a wrong key", "sk planted\nwrong")))
                .post("/admin/v1/providers/added/keys"));
        heard(admin().body("{\"name\":\"bad\",\"secret\":[\"" + plant("a key in a list", "sk-planted-list") + "\"]}")
                .post("/admin/v1/providers/added/keys"));
        heard(admin().body("{\"secret\":\"" + plant("a key in broken JSON", "sk-planted-broken") + "\",")
                .post("/admin/v1/providers/added/keys"));
        heard(admin().contentType("text/plain")
                .body("i1," + plant("an imported key", "sk-planted-import") + "\nbad name,"
                        + plant("a key of a wrong line", "sk-planted-line") + "\n")
                .post("/admin/v1/providers/added/keys:import"));
        heard(admin().contentType("text/plain")
                .body("model_list:\n- model_name: gpt\n  litellm_params:\n    model: openai/gpt-4o\n    api_key: "
                        + plant("a key of another gateway", "sk-planted-litellm") + "\n")
                .post("/admin/v1/import?format=litellm"));
        String caller =
                admin().body(Map.of("name", "shop")).post("/admin/v1/consumers").path("key");
        plant("a caller's key", caller);
        String rotated = admin().body(Map.of("overlap-seconds", 60))
                .post("/admin/v1/consumers/shop/keys:rotate")
                .path("key");
        plant("a rotated caller's key", rotated);
        String token = admin().body(Map.of("name", "night", "role", "viewer"))
                .post("/admin/v1/tokens")
                .path("token");
        plant("a named token", token);
        heard(given().header("authorization", "Bearer " + token).get("/admin/v1/keys"));
        heard(given().header("authorization", "Bearer " + plant("a wrong token", "kwa-planted-wrong"))
                .get("/admin/v1/status"));
        String jwt = Base64.getUrlEncoder().encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
                + ".planted-claims.planted-signature";
        heard(given().header("authorization", "Bearer " + plant("an identity provider's token", jwt))
                .get("/admin/v1/status"));
    }

    private void call() {
        plant("a configured vendor's key", "sk-planted-configured");
        plant("a configured caller's key", "kw-planted-configured");
        String body = "{\"model\":\"fixed/large\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        for (String key : List.of(
                "kw-planted-configured",
                planted.get("a caller's key"),
                planted.get("a rotated caller's key"),
                plant("a stranger's key", "kw-planted-stranger"))) {
            heard(given().header("authorization", "Bearer " + key)
                    .header("x-keywell-tags", "app=test")
                    .contentType("application/json")
                    .body(body)
                    .post("/v1/chat/completions"));
            heard(given().contentType("application/json")
                    .body(body)
                    .queryParam("key", key)
                    .post("/v1/chat/completions"));
            heard(given().header("x-api-key", key).get("/v1/models"));
        }
        heard(admin().post("/admin/v1/providers/added/keys/k:check"));
        heard(admin().post("/admin/v1/providers/added/keys/k:cool"));
    }

    private void look() {
        for (String path : List.of(
                "providers",
                "providers/added",
                "providers/added/keys",
                "providers/added/keys/k",
                "providers/fixed/keys",
                "consumers",
                "consumers/shop",
                "tokens",
                "audit?limit=100",
                "usage?by=consumer,key,tag",
                "status",
                "forecast",
                "explain?model=fixed/large")) {
            heard(admin().get("/admin/v1/" + path));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sql("select id from ledger")).isNotEmpty());
        await().atMost(Duration.ofSeconds(20)).until(this::areTraced);
        heard(given().get(metrics));
        heard(given().get(health));
        heard(given().get("/q/openapi"));
    }

    private boolean areTraced() throws IOException {
        try (Stream<Path> bodies = Files.list(data.resolve(TRACES))) {
            return bodies.anyMatch(body -> has(text(body), "traceId"));
        }
    }

    private Handler listener() {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                StringBuilder text = new StringBuilder(String.valueOf(entry.getMessage()));
                for (Object parameter : entry.getParameters() == null ? new Object[0] : entry.getParameters()) {
                    text.append(' ').append(parameter);
                }
                for (Throwable thrown = entry.getThrown(); thrown != null; thrown = thrown.getCause()) {
                    text.append(' ').append(thrown);
                }
                logged.add(text.toString());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private List<String> sql(String statement) {
        RowSet<Row> rows = pool.query(statement)
                .execute()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.getString(0)));
        return texts;
    }

    /** Every row of every table as text, its bytes as hexadecimal digits. */
    private List<String> dump() {
        List<String> rows = new ArrayList<>();
        sql("select table_name::text from information_schema.tables where table_schema = 'public'")
                .forEach(table -> rows.addAll(sql("select t::text from \"" + table + "\" t")));
        assertThat(rows).hasSizeGreaterThan(20);
        return rows;
    }

    /** What is kept on the disk, without the two files that are secrets and the server's programs. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(data.resolve("postgres/bin")))
                    .filter(file -> !file.equals(data.resolve("postgres/password")))
                    .filter(file -> !file.equals(data.resolve("encryption.key")))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The server removes files while it works.
            return "";
        }
    }

    private static boolean has(String text, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return text.contains(secret)
                || text.contains(HexFormat.of().formatHex(bytes))
                || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }
}
