package io.keywell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class ManifestsTest {

    @ParameterizedTest
    @ValueSource(strings = {"base", "single", "infinispan", "cluster"})
    void theManifestsFitTogether(String folder) {
        assertThat(ManifestRules.problems(Manifests.of(folder))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            base       | targetPort: http                   | targetPort: web               | Service.spec.ports[].targetPort: web; expected one of
            base       | port: management                   | port: health                  | httpGet.port: health; expected one of
            base       | enableServiceLinks: false          | enableServiceLinks: true      | enableServiceLinks: true; expected false
            base       | readOnlyRootFilesystem: true       | readOnlyRootFilesystem: false | readOnlyRootFilesystem: false; expected true
            base       | keywell:0.1.0                      | keywell:latest                | image: keywell:latest; expected a fixed tag
            base       | terminationGracePeriodSeconds: 630 | terminationGracePeriod: 630   | terminationGracePeriod: no such field
            base       | configMap:                         | configmap:                    | Deployment.spec.template.spec.volumes[].configmap: no such field
            base       | name: tmp                          | name: temporary               | volumeMounts[].name: temporary; expected one of
            base       | serviceAccountName: keywell        | serviceAccountName: default   | serviceAccountName: default; expected one of [keywell]
            base       | automountServiceAccountToken:      | automountToken:               | ServiceAccount.automountToken: no such field
            single     | claimName: keywell-data            | claimName: data               | persistentVolumeClaim.claimName: data; expected one of [keywell-data]
            infinispan | serviceName: infinispan-group      | serviceName: group            | serviceName: group; expected one of
            infinispan | app.kubernetes.io/name: infinispan | app.kubernetes.io/name: ispn  | Service.spec.selector: {app.kubernetes.io/name=ispn}; expected a workload's labels
            infinispan | maxSkew: 1                         | skew: 1                       | topologySpreadConstraints[].skew: no such field
            infinispan | - port: infinispan                 | - port: hotrod                | NetworkPolicy.spec.ingress[].ports[].port: hotrod; expected one of
            cluster    | app.kubernetes.io/name: keywell    | app.kubernetes.io/name: kw    | PodDisruptionBudget.spec.selector.matchLabels: {app.kubernetes.io/name=kw}; expected a workload's labels
            """)
    void aMistakeIsFound(String folder, String right, String wrong, String problem) {
        AtomicBoolean edited = new AtomicBoolean();

        List<String> problems = ManifestRules.problems(Manifests.of(folder, text -> {
            edited.compareAndSet(false, text.contains(right));
            return text.replaceFirst(Pattern.quote(right), wrong);
        }));

        assertThat(edited).as("the text to break is there").isTrue();
        assertThat(problems).anyMatch(found -> found.contains(problem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "single", "infinispan", "cluster"})
    void everyFileIsListedAndEveryListedFileIsThere(String folder) {
        Node kustomization = new Node("", new Yaml().load(Manifests.read(folder + "/kustomization.yaml")));
        Stream<Node> generated = kustomization.at("configMapGenerator").items().flatMap(map -> map.at("files")
                .items());
        Stream<Node> patches = kustomization.at("patches").items().map(patch -> patch.at("path"));
        Stream<Node> resources = kustomization.at("resources").items();
        List<String> listed = Stream.of(resources, generated, patches)
                .flatMap(nodes -> nodes)
                .map(Node::text)
                .filter(name -> !name.startsWith("../"))
                .toList();

        assertThat(Manifests.files(folder).stream().filter(name -> !name.startsWith("kustomization")))
                .containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void theConfigurationIsMountedWhereTheProgramLooks() {
        Node configuration = new Node("", new Yaml().load(Manifests.read("base/keywell.yaml")));

        assertThat(configuration.keys().toString()).isEqualTo("[keywell]");
        assertThat(Manifests.read("base/deployment.yaml")).contains("mountPath: /config\n");
    }
}
