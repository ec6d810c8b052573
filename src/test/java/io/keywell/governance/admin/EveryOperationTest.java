package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.governance.operators.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Walks along everything that the document of the interface describes: each operation is explained with examples, and lets in
 * who may and nobody else. What an operation's role is stands here once more: one that is added is added here too.
 */
@QuarkusTest
@TestProfile(WithDatabase.class)
class EveryOperationTest {

    private static final String ROOT = "/admin/v1/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** Of each path the least role that reads and the least one that changes; null = there is no such operation. */
    private record Needs(@Nullable Role read, @Nullable Role change) {}

    private static final Needs ENTRY = new Needs(Role.VIEWER, Role.ADMIN);
    private static final Needs SECRET = new Needs(Role.ADMIN, Role.ADMIN);
    private static final Needs LOOK = new Needs(Role.VIEWER, null);
    private static final Needs ACTION = new Needs(null, Role.OPERATOR);
    private static final Needs CHANGE = new Needs(null, Role.ADMIN);

    private static final Map<String, Needs> NEEDS = Map.ofEntries(
            Map.entry("providers", ENTRY),
            Map.entry("providers/{provider}", ENTRY),
            Map.entry("providers/{provider}/pools", ENTRY),
            Map.entry("providers/{provider}/pools/{pool}", ENTRY),
            Map.entry("providers/{provider}/keys", ENTRY),
            Map.entry("providers/{provider}/keys/{key}", ENTRY),
            Map.entry("providers/{provider}/keys:import", CHANGE),
            Map.entry("providers/{provider}/keys/{key}:check", ACTION),
            Map.entry("providers/{provider}/keys/{key}:restore", ACTION),
            Map.entry("providers/{provider}/keys/{key}:drain", ACTION),
            Map.entry("providers/{provider}/keys/{key}:cool", ACTION),
            Map.entry("models", ENTRY),
            Map.entry("models/{name}", ENTRY),
            Map.entry("consumers", ENTRY),
            Map.entry("consumers/{name}", ENTRY),
            Map.entry("consumers/{name}/keys", LOOK),
            Map.entry("consumers/{name}/keys:rotate", CHANGE),
            Map.entry("teams", ENTRY),
            Map.entry("teams/{name}", ENTRY),
            Map.entry("prices", ENTRY),
            Map.entry("prices/{name}", ENTRY),
            Map.entry("tokens", SECRET),
            Map.entry("tokens/{name}", SECRET),
            Map.entry("tokens/{name}:rotate", CHANGE),
            Map.entry("encryption", new Needs(Role.ADMIN, null)),
            Map.entry("encryption:rotate", CHANGE),
            Map.entry("status", LOOK),
            Map.entry("forecast", LOOK),
            Map.entry("explain", LOOK),
            Map.entry("usage", LOOK),
            Map.entry("audit", LOOK),
            Map.entry("events", LOOK),
            Map.entry("import", CHANGE));

    /** A stream, which is asked in a test of its own. */
    private static final String ENDLESS = "events";

    @TestHTTPResource(ROOT + "events")
    URI events;

    private record Operation(String method, String path, JsonObject described) {

        @Override
        public String toString() {
            return method + " " + path;
        }

        Role needs() {
            Needs needs = NEEDS.get(path);
            assertThat(needs).as("the role of %s stands in this test", this).isNotNull();
            Role role = method.equals("get") ? needs.read() : needs.change();
            assertThat(role).as("the role of %s stands in this test", this).isNotNull();
            return role;
        }

        /** With a body that nobody takes, so that nothing is made. */
        int call(RequestSpecification as) {
            String plain = path.replaceAll("\\{\\w+}", "nobody");
            boolean text = plain.endsWith("import");
            RequestSpecification asked = method.equals("get") || method.equals("delete")
                    ? as
                    : as.contentType(text ? "text/plain" : "application/json").body(text ? " " : "[]");
            return asked.request(method, ROOT + plain).statusCode();
        }
    }

    @Test
    void everyOperationLetsInWhoMayAndNobodyElse() {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, token(role));
        }
        for (Operation operation : operations()) {
            if (operation.path().equals(ENDLESS)) {
                continue;
            }
            Role least = operation.needs();
            assertThat(operation.described().getString("description"))
                    .as("what %s says", operation)
                    .contains("Needs the role " + least.label() + ".");
            assertThat(operation.call(given()))
                    .as("%s without a token", operation)
                    .isEqualTo(401);
            tokens.forEach((role, token) -> {
                int status = operation.call(given().header("Authorization", "Bearer " + token));
                if (role.compareTo(least) < 0) {
                    assertThat(status).as("%s as %s", operation, role).isEqualTo(403);
                } else {
                    assertThat(status).as("%s as %s", operation, role).isNotIn(401, 403, 500);
                }
            });
        }
    }

    @Test
    void eventsAreForWhoeverMayLook() throws Exception {
        given().get(ROOT + "events").then().statusCode(401);
        HttpClient client = HttpClient.newHttpClient();
        for (Role role : Role.values()) {
            HttpRequest follow = HttpRequest.newBuilder(events)
                    .header("Authorization", "Bearer " + token(role))
                    .header("Last-Event-ID", "before-7")
                    .build();
            InputStream stream =
                    client.send(follow, BodyHandlers.ofInputStream()).body();
            assertThat(stream.read()).as("an event for %s", role).isPositive();
            stream.close();
        }
    }

    @Test
    void everyRoleOfThisTestBelongsToAnOperation() {
        List<String> described =
                operations().stream().map(Operation::path).distinct().toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(NEEDS.keySet());
    }

    @Test
    void everyOperationIsExplainedWithExamplesOfAllThatIsSent() {
        JsonObject document = document();
        List<String> ids = new ArrayList<>();
        for (Operation operation : operations()) {
            JsonObject described = operation.described();
            assertThat(described.getString("summary")).as("%s", operation).isNotBlank();
            ids.add(described.getString("operationId"));
            JsonObject body = described.getJsonObject("requestBody");
            if (body != null) {
                assertExamples(operation + " takes", body.getJsonObject("content"));
            }
            JsonObject responses = described.getJsonObject("responses");
            assertThat(responses.fieldNames()).as("%s", operation).contains("401", "403");
            assertThat(responses.fieldNames()).as("%s succeeds", operation).anyMatch(status -> status.startsWith("2"));
            responses.fieldNames().forEach(status -> {
                JsonObject content =
                        resolved(document, responses.getJsonObject(status)).getJsonObject("content");
                assertThat(content == null)
                        .as("%s has a body", operation + " " + status)
                        .isEqualTo(status.equals("204"));
                if (content != null) {
                    assertExamples(operation + " " + status, content);
                }
            });
        }
        assertThat(ids).doesNotHaveDuplicates().doesNotContainNull();
    }

    private static void assertExamples(String what, JsonObject content) {
        content.fieldNames()
                .forEach(type -> assertThat(content.getJsonObject(type).fieldNames())
                        .as("%s as %s", what, type)
                        .containsAnyOf("example", "examples")
                        .contains("schema"));
    }

    private static JsonObject resolved(JsonObject document, JsonObject response) {
        String reference = response.getString("$ref");
        if (reference == null) {
            return response;
        }
        JsonObject found = document;
        for (String part : reference.substring(2).split("/")) {
            found = found.getJsonObject(part);
        }
        return found;
    }

    private static String token(Role role) {
        String name = "every-" + role.label();
        admin().header("If-Match", "*").delete(ROOT + "tokens/" + name);
        return admin().contentType("application/json")
                .body("{\"name\":\"" + name + "\",\"role\":\"" + role.label() + "\"}")
                .post(ROOT + "tokens")
                .path("token");
    }

    private static JsonObject document() {
        return new JsonObject(given().get("/q/openapi?format=json").asString());
    }

    private static List<Operation> operations() {
        Map<String, Object> paths =
                new TreeMap<>(document().getJsonObject("paths").getMap());
        return paths.entrySet().stream()
                .filter(path -> path.getKey().startsWith(ROOT))
                .flatMap(path -> operations(path.getKey(), new JsonObject(asMap(path.getValue()))))
                .toList();
    }

    private static Stream<Operation> operations(String path, JsonObject item) {
        return METHODS.stream()
                .filter(item::containsKey)
                .map(method -> new Operation(method, path.substring(ROOT.length()), item.getJsonObject(method)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object item) {
        return (Map<String, Object>) item;
    }
}
