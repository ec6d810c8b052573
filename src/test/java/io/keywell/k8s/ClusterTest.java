package io.keywell.k8s;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the gateway's replicas and the servers that they share must agree on. */
class ClusterTest {

    /** From the group's port to the one at which a server sees that another has died, in the bundled stack. */
    private static final int FAILURE_CHECK_OFFSET = 50_000;

    private final List<Node> cluster = Manifests.of("cluster");
    private final Node gateway = container("Deployment");
    private final Node server = container("StatefulSet");

    @Test
    void oneReplicaCountsAloneAndSeveralCountTogether() {
        Node alone = workload(Manifests.of("base"), "Deployment");

        assertThat(alone.at("spec", "replicas").value()).isEqualTo(1);
        assertThat(environment(container(alone))).doesNotContainKey("KEYWELL_QUOTA_STORE");
        assertThat(workload(cluster, "Deployment").at("spec", "replicas").value())
                .isEqualTo(3);
        assertThat(environment(gateway)).containsEntry("KEYWELL_QUOTA_STORE", "infinispan");
    }

    @Test
    void theProbesAskWhatTheProgramsAnswer() {
        assertThat(probes(gateway))
                .isEqualTo(Map.of(
                        "startupProbe", "management/q/health/started",
                        "livenessProbe", "management/q/health/live",
                        "readinessProbe", "management/q/health/ready"));
        assertThat(ManifestRules.ports(gateway)).isEqualTo(Map.of("http", 8080, "management", 9000));
        assertThat(probes(server))
                .isEqualTo(Map.of(
                        "startupProbe", "infinispan/health/live",
                        "livenessProbe", "infinispan/health/live",
                        "readinessProbe", "infinispan/health/ready"));
        assertThat(ManifestRules.ports(server))
                .isEqualTo(Map.of("infinispan", 11222, "group", 7800, "failure-check", 7800 + FAILURE_CHECK_OFFSET));
    }

    @Test
    void theGatewayFindsTheServersAndMayUseThem() throws Exception {
        Map<String, String> environment = environment(gateway);
        Document configuration = configuration();

        assertThat(services()).containsEntry("infinispan", "11222");
        assertThat(environment).containsEntry("QUARKUS_INFINISPAN_CLIENT_HOSTS", "infinispan:11222");
        assertThat(Manifests.read("infinispan/groups.properties")).contains("\nkeywell=gateway\n");
        assertThat(environment).containsEntry("QUARKUS_INFINISPAN_CLIENT_USERNAME", "keywell");
        assertThat(child(configuration.getDocumentElement(), "sasl")
                        .getAttribute("mechanisms")
                        .split(" "))
                .contains(environment.get("QUARKUS_INFINISPAN_CLIENT_SASL_MECHANISM"));
    }

    @Test
    void theServersFindEachOtherAndServeWithAMajority() {
        int replicas =
                (int) workload(cluster, "StatefulSet").at("spec", "replicas").value();
        Node group = cluster.stream()
                .filter(object -> object.at("metadata", "name").is("infinispan-group"))
                .findFirst()
                .orElseThrow();

        assertThat(server.at("args").items().map(Node::text))
                .contains(
                        "-Djgroups.dns.query=infinispan-group.$(POD_NAMESPACE).svc.cluster.local",
                        "-Dkeywell.group.majority=" + (replicas / 2 + 1));
        assertThat(group.at("spec", "clusterIP").text()).isEqualTo("None");
        assertThat(group.at("spec", "publishNotReadyAddresses").value()).isEqualTo(true);
    }

    @Test
    void everyPasswordIsOneThatTheReaderIsToldToMake() {
        String instructions = Manifests.read("infinispan/kustomization.yaml");

        List<Node> references = cluster.stream()
                .map(object -> object.at("spec", "template", "spec"))
                .flatMap(pod -> Stream.of("initContainers", "containers")
                        .flatMap(kind -> pod.at(kind).items()))
                .flatMap(container -> container.at("env").items())
                .map(variable -> variable.at("valueFrom", "secretKeyRef"))
                .filter(reference -> reference.at("name").is("keywell-infinispan"))
                .toList();

        assertThat(references).hasSize(3).allSatisfy(reference -> {
            assertThat(instructions)
                    .contains("secret generic " + reference.at("name").text() + " ");
            assertThat(instructions)
                    .contains("--from-literal=" + reference.at("key").text() + "=");
        });
    }

    /** The counters are whole on every server, and a minority counts nothing. */
    @Test
    void everyCacheIsReplicatedAndClosedToAMinority() throws Exception {
        List<Element> caches = elements(configuration().getElementsByTagName("replicated-cache"))
                .toList();

        assertThat(caches.stream().map(cache -> cache.getAttribute("name")))
                .containsExactlyInAnyOrder("keywell-quota", "keywell-cooldowns", "keywell-notes");
        assertThat(caches).allSatisfy(cache -> {
            assertThat(cache.getAttribute("mode")).isEqualTo("SYNC");
            assertThat(child(cache, "partition-handling").getAttribute("when-split"))
                    .isEqualTo("DENY_READ_WRITES");
            assertThat(child(cache, "encoding").getAttribute("media-type")).isEqualTo("application/octet-stream");
            assertThat(child(cache, "authorization").getAttribute("roles")).isEqualTo("gateway admin");
        });
    }

    @Test
    void theImageIsTheServerThatTheTestsRun() throws Exception {
        String pom = Files.readString(Path.of("dev/infinispan/pom.xml"));
        String version = server.at("image").text().replaceFirst(".*:", "");

        assertThat(pom).contains("<infinispan.version>" + version + "</infinispan.version>");
        assertThat(cluster.stream()
                        .flatMap(object -> object.at("spec", "template", "spec", "initContainers")
                                .items())
                        .map(container -> container.at("image").text()))
                .containsOnly(server.at("image").text());
    }

    private Node container(String kind) {
        return container(workload(cluster, kind));
    }

    private static Node container(Node workload) {
        return workload.at("spec", "template", "spec", "containers")
                .items()
                .findFirst()
                .orElseThrow();
    }

    private static Node workload(List<Node> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> environment(Node container) {
        return container
                .at("env")
                .items()
                .collect(toMap(variable -> variable.at("name").text(), variable -> variable.at("value")
                        .text()));
    }

    private static Map<String, String> probes(Node container) {
        return Set.of("startupProbe", "livenessProbe", "readinessProbe").stream()
                .collect(toMap(probe -> probe, probe -> {
                    Node ask = container.at(probe, "httpGet");
                    return ask.at("port").text() + ask.at("path").text();
                }));
    }

    private Map<String, String> services() {
        return cluster.stream()
                .filter(object -> object.path().equals("Service"))
                .collect(toMap(service -> service.at("metadata", "name").text(), service -> service.at("spec", "ports")
                        .items()
                        .findFirst()
                        .orElseThrow()
                        .at("port")
                        .text()));
    }

    private static Document configuration() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("k8s/infinispan/infinispan.xml").toFile());
    }

    private static Stream<Element> elements(NodeList found) {
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    private static Element child(Element parent, String name) {
        return elements(parent.getElementsByTagName(name)).findFirst().orElseThrow();
    }
}
