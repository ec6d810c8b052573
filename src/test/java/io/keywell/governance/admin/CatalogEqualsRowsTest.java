package io.keywell.governance.admin;

import static io.keywell.governance.admin.LiveTest.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.catalog.Allowance;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Limits;
import io.keywell.catalog.Pool;
import io.keywell.catalog.Price;
import io.keywell.catalog.Provider;
import io.keywell.core.Clock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes through the API, one after another. The test keeps a model of what the rows are; after each change the catalog in
 * force says the same, and at the end the lists of the API do too.
 */
@QuarkusTest
@TestProfile(WithDatabase.class)
class CatalogEqualsRowsTest {

    private static final int CHANGES = 120;
    private static final List<String> PROVIDERS = List.of("fixed", "p0", "p1");
    private static final List<String> POOLS = List.of("org-1", "q0", "q1");
    private static final List<String> KEYS = List.of("fixed-1", "k0", "k1", "k2");
    private static final List<String> MODELS = List.of("m0", "m1");
    private static final List<String> CONSUMERS = List.of("c0", "c1");
    private static final List<String> TEAMS = List.of("t0", "t1");
    private static final List<String> STATES = List.of("active", "draining", "disabled");

    @Inject
    CatalogRef catalog;

    /** Bodies of the rows by their paths; the order of the paths deletes members before their owners. */
    private final TreeMap<String, JsonObject> rows = new TreeMap<>();

    private final List<String> done = new ArrayList<>();
    private Random random;

    @BeforeEach
    void nothingIsMade() {
        for (String kind : List.of(
                "models",
                "consumers",
                "teams",
                "prices",
                "providers/fixed/keys",
                "providers/fixed/pools",
                "providers")) {
            List<String> names = admin().get("/admin/v1/" + kind + "?limit=500")
                    .path("items.findAll { it.source != 'configuration' }.name");
            names.forEach(name -> admin().header("If-Match", "*").delete("/admin/v1/" + kind + "/" + name));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 22, 33})
    void afterEachChangeTheCatalogSaysWhatTheRowsSay(long seed) {
        random = new Random(seed);
        for (int i = 0; i < CHANGES; i++) {
            change();
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(inForce(catalog.current()))
                            .as("seed %d, after %s", seed, done)
                            .isEqualTo(expected()));
        }
        for (String kind : List.of("models", "consumers", "teams", "prices", "providers", "providers/fixed/keys")) {
            List<String> names = admin().get("/admin/v1/" + kind + "?limit=500")
                    .path("items.findAll { it.source != 'configuration' }.name");
            assertThat(names).as(kind).containsExactlyElementsOf(named(kind));
        }
        assertThat(done).as("most changes are made").hasSizeGreaterThan(CHANGES / 3);
    }

    private List<String> named(String kind) {
        return rows.keySet().stream()
                .filter(path -> path.matches(kind + "/[^/]+"))
                .map(path -> path.substring(kind.length() + 1))
                .toList();
    }

    private String one(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private void change() {
        String provider = one(PROVIDERS);
        switch (random.nextInt(10)) {
            case 0 ->
                put(
                        "providers/" + provider,
                        new JsonObject()
                                .put("type", "openai")
                                .put("base-url", "http://127.0.0.1:1/v" + random.nextInt(2)));
            case 1 -> put("providers/" + provider + "/pools/" + one(POOLS), limited());
            case 2, 3, 4 -> put("providers/" + provider + "/keys/" + one(KEYS), key());
            case 5 -> put("models/" + one(MODELS), model());
            case 6 -> consumer("consumers/" + one(CONSUMERS));
            case 7 -> put("teams/" + one(TEAMS), new JsonObject().put("limits", rate()));
            case 8 -> put("prices/x", new JsonObject().put("model", "large").put("input", 1 + random.nextInt(9)));
            default -> delete();
        }
    }

    private JsonObject rate() {
        return new JsonObject().put("requests-per-minute", 1 + random.nextInt(50));
    }

    private JsonObject limited() {
        return new JsonObject().put("limits", List.of(rate().getMap()));
    }

    private JsonObject key() {
        JsonObject key = new JsonObject()
                .put("secret", "sk-" + random.nextInt())
                .put("weight", 1 + random.nextInt(5))
                .put("state", one(STATES));
        return random.nextBoolean() ? key : key.put("pool", one(POOLS));
    }

    private JsonObject model() {
        JsonObject target = new JsonObject().put("provider", one(PROVIDERS)).put("model", "large");
        return new JsonObject()
                .put("targets", List.of(target.getMap()))
                .put("state", one(List.of("draft", "published", "retired")));
    }

    /** A consumer is made by POST, which makes its key. */
    private void consumer(String path) {
        JsonObject body = new JsonObject().put("team", one(TEAMS)).put("limits", rate());
        if (rows.containsKey(path)) {
            put(path, body);
            return;
        }
        String name = path.substring(path.indexOf('/') + 1);
        JsonObject named = body.copy().put("name", name);
        assertThat(json(named).post("/admin/v1/consumers").statusCode()).isEqualTo(201);
        made(path, body);
    }

    private void put(String path, JsonObject body) {
        int status = json(body).header("If-Match", "*").put("/admin/v1/" + path).statusCode();
        if (status == 404 && !rows.containsKey(path)) {
            // If-Match means one that is there.
            status = json(body).put("/admin/v1/" + path).statusCode();
        }
        String refusal = refusal(path, body);
        assertThat(status)
                .as("PUT %s %s, refused because %s, after %s", path, body, refusal, done)
                .isIn(refusal == null ? List.of(200, 201) : List.of(404, 409, 422));
        if (refusal == null) {
            made(path, body);
        }
    }

    private void made(String path, JsonObject body) {
        rows.put(path, body);
        done.add(path + " " + body);
    }

    /** Why the API does not take it; null when it does. */
    private String refusal(String path, JsonObject body) {
        if (List.of("providers/fixed", "providers/fixed/keys/fixed-1", "providers/fixed/pools/org-1")
                .contains(path)) {
            return "configured";
        }
        String[] parts = path.split("/");
        if (parts.length == 4 && !parts[1].equals("fixed") && !rows.containsKey("providers/" + parts[1])) {
            return "no provider";
        }
        String pool = body.getString("pool");
        boolean declared = pool == null
                || rows.containsKey("providers/" + parts[1] + "/pools/" + pool)
                || parts[1].equals("fixed") && pool.equals("org-1");
        if (!declared) {
            return "no pool";
        }
        if (path.startsWith("models/")) {
            String provider = body.getJsonArray("targets").getJsonObject(0).getString("provider");
            return provider.equals("fixed") || rows.containsKey("providers/" + provider) ? null : "no target";
        }
        return null;
    }

    private void delete() {
        if (rows.isEmpty()) {
            return;
        }
        String path = one(List.copyOf(rows.keySet()));
        boolean used = inUse(path);
        int status = admin().header("If-Match", "*").delete("/admin/v1/" + path).statusCode();
        assertThat(status).as("DELETE %s after %s", path, done).isEqualTo(used ? 409 : 204);
        if (!used) {
            rows.keySet().removeIf(row -> row.equals(path) || row.startsWith(path + "/"));
            done.add("without " + path);
        }
    }

    private boolean inUse(String path) {
        String[] parts = path.split("/");
        if (parts.length == 2 && parts[0].equals("providers")) {
            return rows.entrySet().stream()
                    .filter(row -> row.getKey().startsWith("models/"))
                    .map(row -> row.getValue().getJsonArray("targets").getJsonObject(0))
                    .anyMatch(target -> target.getString("provider").equals(parts[1]));
        }
        return parts.length == 4
                && parts[2].equals("pools")
                && rows.entrySet().stream()
                        .filter(row -> row.getKey().startsWith("providers/" + parts[1] + "/keys/"))
                        .anyMatch(row -> parts[3].equals(row.getValue().getString("pool")));
    }

    private static RequestSpecification json(JsonObject body) {
        return admin().contentType("application/json").body(body.encode());
    }

    private static List<String> inForce(Catalog now) {
        List<String> lines = new ArrayList<>();
        now.providers().forEach(provider -> {
            Price price = provider.prices().of("large");
            lines.add(provider.name() + " " + provider.baseUrl().path() + " large "
                    + (price == null ? "?" : price.input() / 1_000_000));
            provider.pools().forEach(pool -> lines.add(line(provider, pool)));
        });
        now.models()
                .forEach(model -> lines.add(model.name() + " "
                        + model.state(Clock.system()).name().toLowerCase(Locale.ROOT) + " "
                        + model.targets().stream()
                                .map(target -> target.provider().name() + "/"
                                        + (target.provider()
                                                == now.provider(
                                                        target.provider().name())))
                                .toList()));
        now.consumers()
                .forEach(
                        consumer -> lines.add(consumer.name() + " in " + consumer.team() + " has " + limits(consumer)));
        return lines.stream().sorted().toList();
    }

    private static String line(Provider provider, Pool pool) {
        return provider.name() + "/" + pool.name() + " "
                + rate(pool.rules().stream().map(Pool.LimitRule::limits)) + " "
                + pool.keys().stream()
                        .map(key -> key.name() + ":" + key.weight() + ":"
                                + key.state().name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList();
    }

    private static List<Long> rate(Stream<Limits> limits) {
        return limits.flatMap(all -> all.all().stream())
                .map(Limits.Limit::amount)
                .toList();
    }

    private static List<Long> limits(Consumer consumer) {
        return rate(consumer.allowances().stream().map(Allowance::limits));
    }

    private List<String> expected() {
        Supplier<Stream<Map.Entry<String, JsonObject>>> all = rows.entrySet()::stream;
        List<String> lines = new ArrayList<>();
        JsonObject price = rows.get("prices/x");
        String large = " large " + (price == null ? "?" : price.getInteger("input"));
        TreeSet<String> serving = new TreeSet<>();
        for (String provider : PROVIDERS) {
            TreeMap<String, List<String>> pools = new TreeMap<>();
            if (provider.equals("fixed")) {
                pools.put("org-1", new ArrayList<>(List.of("fixed-1:1:active")));
                pools.put("org-2", new ArrayList<>(List.of("fixed-2:1:active", "fixed-3:1:disabled")));
            }
            String keys = "providers/" + provider + "/keys/";
            all.get().filter(row -> row.getKey().startsWith(keys)).forEach(row -> {
                String name = row.getKey().substring(keys.length());
                String pool = row.getValue().getString("pool", name);
                pools.computeIfAbsent(pool, made -> new ArrayList<>())
                        .add(name + ":" + row.getValue().getInteger("weight") + ":"
                                + row.getValue().getString("state"));
            });
            if (pools.isEmpty()) {
                continue;
            }
            serving.add(provider);
            JsonObject row = rows.get("providers/" + provider);
            String path = row == null ? "/v1" : row.getString("base-url").substring("http://127.0.0.1:1".length());
            lines.add(provider + " " + path + large);
            pools.forEach((pool, inside) -> lines.add(provider + "/" + pool + " " + rates(provider, pool) + " "
                    + inside.stream().sorted().toList()));
        }
        all.get().filter(row -> row.getKey().startsWith("models/")).forEach(row -> {
            String provider =
                    row.getValue().getJsonArray("targets").getJsonObject(0).getString("provider");
            if (serving.contains(provider)) {
                lines.add(row.getKey().substring("models/".length()) + " "
                        + row.getValue().getString("state") + " [" + provider + "/true]");
            }
        });
        lines.add("smart published [fixed/true]");
        lines.add("gone retired []");
        all.get().filter(row -> row.getKey().startsWith("consumers/")).forEach(row -> {
            List<Integer> limits = new ArrayList<>();
            limits.add(row.getValue().getJsonObject("limits").getInteger("requests-per-minute"));
            JsonObject team = rows.get("teams/" + row.getValue().getString("team"));
            if (team != null) {
                limits.add(team.getJsonObject("limits").getInteger("requests-per-minute"));
            }
            lines.add(row.getKey().substring("consumers/".length()) + " in "
                    + row.getValue().getString("team") + " has " + limits);
        });
        lines.add("web in null has [10]");
        return lines.stream().sorted().toList();
    }

    private String rates(String provider, String pool) {
        if (provider.equals("fixed") && pool.startsWith("org-")) {
            return pool.equals("org-1") ? "[100]" : "[5000]";
        }
        JsonObject row = rows.get("providers/" + provider + "/pools/" + pool);
        return row == null
                ? "[]"
                : "[" + row.getJsonArray("limits").getJsonObject(0).getInteger("requests-per-minute") + "]";
    }
}
