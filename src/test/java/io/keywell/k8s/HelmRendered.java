package io.keywell.k8s;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** What Helm makes of the chart. It leaves its text in {@code target/helm} for the validators of {@code k8s/check}. */
final class HelmRendered {

    private static final Path FOLDER = Path.of("target", "helm");

    private HelmRendered() {}

    static Helm chart() {
        return new Helm(Path.of("k8s", "helm"));
    }

    /**
     * Each object, its path is its kind.
     *
     * @param name of the rendering
     * @param values dotted keys
     */
    static List<Node> of(String name, Map<String, Object> values) {
        try {
            Files.createDirectories(FOLDER);
            Path given = FOLDER.resolve(name + ".values");
            Files.writeString(given, ChartText.yaml(ChartText.nested(values)));
            String text = chart().template()
                    .withKubeVersion("1.25")
                    .withValuesFile(given)
                    .call();
            Files.writeString(FOLDER.resolve(name + ".yaml"), text);
            return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                    .filter(object -> object != null)
                    .map(object -> new Node("", object))
                    .map(object -> new Node(object.at("kind").text(), object.value()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
