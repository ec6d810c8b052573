package io.keywell.k8s;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What must hold between the manifests, which no schema can say, and the mistakes in spelling that an API server drops. */
final class ManifestRules {

    private static final Set<String> OBJECT = Set.of("apiVersion", "kind", "metadata");
    private static final Map<String, Set<String>> TOP_LEVEL = Map.of(
            "Deployment", Set.of("spec"),
            "Service", Set.of("spec"),
            "ServiceAccount", Set.of("automountServiceAccountToken"),
            "Kustomization", Set.of("resources", "configMapGenerator", "generatorOptions"));
    private static final Set<String> DEPLOYMENT = Set.of("replicas", "strategy", "selector", "template");
    private static final Set<String> POD = Set.of(
            "serviceAccountName",
            "automountServiceAccountToken",
            "enableServiceLinks",
            "terminationGracePeriodSeconds",
            "securityContext",
            "containers",
            "volumes");
    private static final Set<String> CONTAINER = Set.of(
            "name",
            "image",
            "imagePullPolicy",
            "ports",
            "env",
            "envFrom",
            "resources",
            "securityContext",
            "startupProbe",
            "livenessProbe",
            "readinessProbe",
            "volumeMounts");
    private static final Set<String> VOLUME = Set.of("name", "configMap", "emptyDir");
    /** No subPath: what is mounted by it is not updated in a running pod. */
    private static final Set<String> MOUNT = Set.of("name", "mountPath", "readOnly");

    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");

    private final List<String> problems = new ArrayList<>();
    private final List<Node> objects;

    private ManifestRules(List<Node> objects) {
        this.objects = objects;
    }

    /**
     * Everything that is wrong, with its place.
     *
     * @param documents YAML, several documents in each
     */
    static List<String> problems(Stream<String> documents) {
        List<Node> objects = documents
                .flatMap(text -> Stream.of(text.split("(?m)^---$")))
                .map(text -> new Node("", new Yaml().load(text)))
                .map(object -> new Node(object.at("kind").text(), object.value()))
                .toList();
        return new ManifestRules(objects).check();
    }

    private List<String> check() {
        objects.forEach(object -> {
            Set<String> own = TOP_LEVEL.get(object.path());
            if (own == null) {
                problems.add(object.path() + ": a kind without rules");
            } else {
                known(object, OBJECT, own);
            }
        });
        kind("Deployment").forEach(this::deployment);
        kind("Service").forEach(this::service);
        return problems;
    }

    private void deployment(Node deployment) {
        Node spec = deployment.at("spec");
        Node pod = spec.at("template", "spec");
        known(spec, DEPLOYMENT);
        known(pod, POD);
        equal(spec.at("replicas"), 1);
        equal(
                spec.at("selector", "matchLabels"),
                spec.at("template", "metadata", "labels").value());
        equal(pod.at("automountServiceAccountToken"), false);
        equal(pod.at("enableServiceLinks"), false);
        equal(pod.at("securityContext", "runAsNonRoot"), true);
        equal(pod.at("securityContext", "seccompProfile", "type"), "RuntimeDefault");
        oneOf(pod.at("serviceAccountName"), names("ServiceAccount"));
        pod.at("containers").items().forEach(container -> container(container, volumes(pod)));
    }

    private void container(Node container, Set<String> volumes) {
        known(container, CONTAINER);
        if (!container.at("image").text().matches("[a-z/-]+:\\d.*")) {
            problems.add(
                    container.at("image").path() + ": " + container.at("image").text() + "; expected a fixed tag");
        }
        Node security = container.at("securityContext");
        equal(security.at("allowPrivilegeEscalation"), false);
        equal(security.at("readOnlyRootFilesystem"), true);
        equal(security.at("capabilities", "drop"), List.of("ALL"));
        equal(
                container.at("resources", "limits", "memory"),
                container.at("resources", "requests", "memory").value());
        present(container.at("resources", "requests", "cpu"));
        present(container.at("resources", "requests", "memory"));
        PROBES.forEach((probe, path) -> {
            equal(container.at(probe, "httpGet", "path"), path);
            equal(container.at(probe, "httpGet", "port"), "management");
        });
        equal(new Node(container.path() + ".ports", ports(container)), Map.of("http", 8080, "management", 9000));
        container.at("volumeMounts").items().forEach(mount -> {
            known(mount, MOUNT);
            oneOf(mount.at("name"), volumes);
        });
    }

    private void service(Node service) {
        Node template = kind("Deployment").findFirst().orElseThrow().at("spec", "template");
        equal(service.at("spec", "selector"), template.at("metadata", "labels").value());
        Set<String> targets = template.at("spec", "containers")
                .items()
                .flatMap(container -> ports(container).keySet().stream())
                .collect(toSet());
        service.at("spec", "ports").items().forEach(port -> oneOf(port.at("targetPort"), targets));
    }

    /** The pod's volumes; each must be backed by something that is there. */
    private Set<String> volumes(Node pod) {
        Set<String> generated = kind("Kustomization")
                .flatMap(kustomization -> kustomization.at("configMapGenerator").items())
                .map(generator -> generator.at("name").text())
                .collect(toSet());
        Set<String> names = new HashSet<>();
        pod.at("volumes").items().forEach(volume -> {
            known(volume, VOLUME);
            names.add(volume.at("name").text());
            if (volume.keys().contains("configMap")) {
                oneOf(volume.at("configMap", "name"), generated);
            }
        });
        return names;
    }

    private static Map<String, Object> ports(Node container) {
        Map<String, Object> ports = new HashMap<>();
        container
                .at("ports")
                .items()
                .forEach(port -> ports.put(
                        port.at("name").text(), port.at("containerPort").value()));
        return ports;
    }

    private Stream<Node> kind(String kind) {
        return objects.stream().filter(object -> object.path().equals(kind));
    }

    private Set<String> names(String kind) {
        return kind(kind).map(object -> object.at("metadata", "name").text()).collect(toSet());
    }

    @SafeVarargs
    private void known(Node node, Set<String>... allowed) {
        node.keys().stream()
                .filter(key -> Stream.of(allowed).noneMatch(keys -> keys.contains(key)))
                .forEach(key -> problems.add(node.path() + "." + key + ": no such field"));
    }

    private void equal(Node node, Object expected) {
        if (!node.is(expected)) {
            problems.add(node.path() + ": " + node.text() + "; expected " + expected);
        }
    }

    private void present(Node node) {
        if (node.value() == null) {
            problems.add(node.path() + ": expected a value");
        }
    }

    private void oneOf(Node node, Set<String> expected) {
        if (!expected.contains(node.text())) {
            problems.add(node.path() + ": " + node.text() + "; expected one of " + expected);
        }
    }
}
