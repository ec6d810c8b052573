package io.keywell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class ManifestsTest {

    private static final Path BASE = Path.of("k8s/base");
    private static final String CONFIGURATION = "keywell.yaml";

    @Test
    void theManifestsFitTogetherAndTheProgram() {
        assertThat(ManifestRules.problems(manifests())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            targetPort: http                   | targetPort: web               | Service.spec.ports[].targetPort: web; expected one of
            /q/health/live                     | /healthz                      | livenessProbe.httpGet.path: /healthz; expected /q/health/live
            containerPort: 9000                | containerPort: 9001           | ports:
            enableServiceLinks: false          | enableServiceLinks: true      | enableServiceLinks: true; expected false
            readOnlyRootFilesystem: true       | readOnlyRootFilesystem: false | readOnlyRootFilesystem: false; expected true
            keywell:0.1.0                      | keywell:latest                | image: keywell:latest; expected a fixed tag
            replicas: 1                        | replicas: 2                   | replicas: 2; expected 1
            terminationGracePeriodSeconds: 630 | terminationGracePeriod: 630   | terminationGracePeriod: no such field
            configMap:                         | configmap:                    | Deployment.spec.template.spec.volumes[].configmap: no such field
            name: tmp                          | name: temporary               | volumeMounts[].name: temporary; expected one of
            serviceAccountName: keywell        | serviceAccountName: default   | serviceAccountName: default; expected one of [keywell]
            automountServiceAccountToken:      | automountToken:               | ServiceAccount.automountToken: no such field
            """)
    void aMistakeIsFound(String right, String wrong, String problem) {
        List<String> changed = manifests().toList();
        assertThat(changed).as("the text to break is there").anyMatch(text -> text.contains(right));

        List<String> problems =
                ManifestRules.problems(changed.stream().map(text -> text.replaceFirst(Pattern.quote(right), wrong)));

        assertThat(problems).anyMatch(found -> found.contains(problem));
    }

    @Test
    void everyFileIsListedAndEveryListedFileIsThere() {
        Node kustomization = new Node("", new Yaml().load(read(BASE.resolve("kustomization.yaml"))));
        Stream<Node> generated = kustomization.at("configMapGenerator").items().flatMap(map -> map.at("files")
                .items());
        List<String> listed = Stream.concat(kustomization.at("resources").items(), generated)
                .map(Node::text)
                .toList();

        assertThat(files().map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("kustomization")))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void theConfigurationIsMountedWhereTheProgramLooks() {
        Node configuration = new Node("", new Yaml().load(read(BASE.resolve(CONFIGURATION))));

        assertThat(configuration.keys().toString()).isEqualTo("[keywell]");
        assertThat(read(BASE.resolve("deployment.yaml"))).contains("mountPath: /config\n");
    }

    private static Stream<String> manifests() {
        return files().filter(file -> !file.endsWith(CONFIGURATION)).map(ManifestsTest::read);
    }

    private static Stream<Path> files() {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
