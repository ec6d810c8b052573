package io.keywell.k8s;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays and components come to, as kubectl renders them. */
class InstallationTest {

    @ParameterizedTest
    @ValueSource(strings = {"base", "single", "cluster", "example"})
    void aPodIsGivenTheTimeThatTheGatewayTakesToLeave(String folder) {
        Node pod = pod(Rendered.of(folder));
        Map<String, String> set = environment(pod);
        Duration needed = drain(set, "NOTICE").plus(drain(set, "GRACE"));

        Duration given = Duration.ofSeconds(
                ((Number) pod.at("terminationGracePeriodSeconds").value()).longValue());

        assertThat(given).isGreaterThanOrEqualTo(needed.plusSeconds(15));
    }

    @Test
    void theOnlyReplicaOfADatabaseEndsBeforeTheNextOneBegins() {
        List<Node> single = Rendered.of("single");
        Node deployment = Rendered.named(single, "Deployment", "keywell");

        assertThat(deployment.at("spec", "replicas").value()).isEqualTo(1);
        assertThat(deployment.at("spec", "strategy").map().keySet().toString()).isEqualTo("[type]");
        assertThat(deployment.at("spec", "strategy", "type").text()).isEqualTo("Recreate");
        assertThat(environment(pod(single))).containsEntry("KEYWELL_DATA_DIR", "/data");
        assertThat(mounts(pod(single))).containsEntry("data", "/data");
        assertThat(pod(single).at("securityContext", "fsGroup").value()).isEqualTo(1001);
    }

    @Test
    void whereTheRootIsReadOnlyEveryDatabaseHasAPlace() {
        assertThat(environment(pod(Rendered.of("base")))).containsEntry("KEYWELL_DATABASE", "none");
        assertThat(environment(pod(Rendered.of("cluster")))).containsEntry("KEYWELL_DATABASE", "external");
    }

    @Test
    void theAutoscalerOwnsTheNumberOfReplicas() {
        List<Node> example = Rendered.of("example");
        Node scaler =
                Rendered.kind(example, "HorizontalPodAutoscaler").findFirst().orElseThrow();

        assertThat(Rendered.named(example, "Deployment", "keywell")
                        .at("spec")
                        .keys()
                        .contains("replicas"))
                .isFalse();
        assertThat(scaler.at("spec", "scaleTargetRef", "name").text()).isEqualTo("keywell");
        assertThat((int) scaler.at("spec", "minReplicas").value()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theIngressLeadsToTheCallersPortAndNeverToThatOfTheManagement() {
        List<Node> example = Rendered.of("example");
        Node ingress = Rendered.kind(example, "Ingress").findFirst().orElseThrow();
        Set<String> services = ingress.at("spec", "rules")
                .items()
                .flatMap(rule -> rule.at("http", "paths").items())
                .map(path -> path.at("backend", "service", "name").text())
                .collect(toSet());
        Set<String> paths = ingress.at("spec", "rules")
                .items()
                .flatMap(rule -> rule.at("http", "paths").items())
                .map(path -> path.at("path").text())
                .collect(toSet());

        assertThat(services).containsExactly("keywell");
        assertThat(paths).containsExactlyInAnyOrder("/v1", "/v1beta", "/passthrough", "/mcp");
        Node annotations = ingress.at("metadata", "annotations");
        assertThat(Integer.parseInt(annotations
                        .at("nginx.ingress.kubernetes.io/proxy-read-timeout")
                        .text()))
                .isGreaterThan(630);
        assertThat(annotations.at("nginx.ingress.kubernetes.io/proxy-buffering").text())
                .isEqualTo("off");
    }

    @Test
    void prometheusFindsTheServiceAndMayReachIt() {
        List<Node> example = Rendered.of("example");
        Node monitor = Rendered.kind(example, "ServiceMonitor").findFirst().orElseThrow();
        Node service = Rendered.named(example, "Service", "keywell-management");
        Node policy = Rendered.named(example, "NetworkPolicy", "keywell-monitoring");

        assertThat(service.at("metadata", "labels").map())
                .isEqualTo(monitor.at("spec", "selector", "matchLabels").map());
        assertThat(monitor.at("spec", "endpoints").items().map(endpoint -> endpoint.at("port")
                        .text()))
                .containsExactly("management");
        assertThat(policy.at("spec", "ingress").items().flatMap(rule -> rule.at("ports")
                        .items()
                        .map(port -> port.at("port").text())))
                .containsExactly("management");
    }

    @Test
    void noOtherPolicyOpensTheManagementPort() {
        assertThat(Rendered.kind(Rendered.of("cluster"), "NetworkPolicy")
                        .flatMap(policy -> policy.at("spec", "ingress").items())
                        .flatMap(rule -> rule.at("ports").items())
                        .map(port -> port.at("port").text()))
                .containsOnly("http", "infinispan")
                .isNotEmpty();
    }

    @Test
    void everySecretThatAPodNeedsIsExplained() throws Exception {
        String told = Files.readString(Path.of("k8s/base/kustomization.yaml"))
                + Files.readString(Path.of("k8s/cluster/kustomization.yaml"))
                + Files.readString(Path.of("k8s/infinispan/kustomization.yaml"));
        Set<String> needed = Rendered.kind(Rendered.of("cluster"), "Deployment")
                .flatMap(deployment ->
                        deployment.at("spec", "template", "spec", "containers").items())
                .flatMap(container -> container.at("env").items())
                .map(variable -> variable.at("valueFrom", "secretKeyRef", "name"))
                .filter(name -> name.value() != null)
                .map(Node::text)
                .collect(toSet());

        assertThat(needed).contains("keywell-database", "keywell-infinispan");
        assertThat(needed).allSatisfy(name -> assertThat(told).contains("secret generic " + name + " "));
    }

    private static Duration drain(Map<String, String> set, String what) {
        String value = set.get("KEYWELL_DRAIN_" + what);
        if (value == null) {
            value = defaultOf(what.toLowerCase(java.util.Locale.ROOT));
        }
        return Duration.parse("PT" + value);
    }

    private static String defaultOf(String setting) {
        try {
            return Class.forName("io.keywell.boot.DrainSettings")
                    .getMethod(setting)
                    .getAnnotation(WithDefault.class)
                    .value();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Node pod(List<Node> objects) {
        return Rendered.named(objects, "Deployment", "keywell").at("spec", "template", "spec");
    }

    private static Node container(Node pod) {
        return pod.at("containers").items().findFirst().orElseThrow();
    }

    private static Map<String, String> environment(Node pod) {
        return container(pod)
                .at("env")
                .items()
                .collect(toMap(variable -> variable.at("name").text(), variable -> variable.at("value")
                        .text()));
    }

    private static Map<String, String> mounts(Node pod) {
        return container(pod)
                .at("volumeMounts")
                .items()
                .collect(toMap(mount -> mount.at("name").text(), mount -> mount.at("mountPath")
                        .text()));
    }
}
