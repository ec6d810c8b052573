package io.keywell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every object is one that the API knows; an API server would drop it without a word. */
class ApiFieldsTest {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    /** Kinds of the Prometheus operator. */
    private static final Set<String> FOREIGN = Set.of("ServiceMonitor", "PrometheusRule");

    @ParameterizedTest
    @ValueSource(strings = {"base", "single", "infinispan", "cluster", "example"})
    void theApiKnowsEveryField(String folder) {
        List<String> problems = new ArrayList<>();
        int checked = 0;
        for (Node object : Rendered.of(folder)) {
            checked++;
            problems.addAll(problems(object));
        }

        assertThat(problems).isEmpty();
        assertThat(checked).isPositive();
    }

    @Test
    void aFieldThatTheApiDoesNotKnowIsFound() {
        Node service = Rendered.kind(Rendered.of("base"), "Service").findFirst().orElseThrow();
        Map<Object, Object> spec = new LinkedHashMap<>(service.at("spec").map());
        spec.put("selektor", "x");
        Map<Object, Object> broken = new LinkedHashMap<>(service.map());
        broken.put("spec", spec);

        assertThat(problems(new Node("Service", broken)))
                .singleElement()
                .asString()
                .contains("selektor");
    }

    static List<String> problems(Node object) {
        if (FOREIGN.contains(object.path())) {
            return List.of();
        }
        String group = object.at("apiVersion").text().replaceFirst(".*/", "");
        String model =
                MODELS + group.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + group.substring(1) + object.path();
        JsonElement json = new Gson().toJsonTree(object.value());
        try {
            Class.forName(model)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, json);
            return List.of();
        } catch (InvocationTargetException e) {
            return List.of(object.path() + " " + object.at("metadata", "name").text() + ": "
                    + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            return List.of(object.path() + ": " + e);
        }
    }
}
