package io.keywell.k8s;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold between the manifests, which no schema can say, and the mistakes in spelling that an API server drops. */
final class ManifestRules {

    private static final Set<String> OBJECT = Set.of("apiVersion", "kind", "metadata");
    private static final Map<String, Set<String>> TOP_LEVEL = Map.of(
            "Deployment", Set.of("spec"),
            "StatefulSet", Set.of("spec"),
            "Service", Set.of("spec"),
            "PodDisruptionBudget", Set.of("spec"),
            "NetworkPolicy", Set.of("spec"),
            "ServiceAccount", Set.of("automountServiceAccountToken"),
            "PersistentVolumeClaim", Set.of("spec"),
            "Kustomization", Set.of("resources", "configMapGenerator", "generatorOptions", "patches"));
    private static final Set<String> WORKLOAD = Set.of("replicas", "selector", "template");
    private static final Map<String, Set<String>> OWN = Map.of(
            "Deployment", Set.of("strategy"),
            "StatefulSet", Set.of("serviceName", "podManagementPolicy", "minReadySeconds"));
    private static final Set<String> POD = Set.of(
            "serviceAccountName",
            "automountServiceAccountToken",
            "enableServiceLinks",
            "terminationGracePeriodSeconds",
            "topologySpreadConstraints",
            "securityContext",
            "initContainers",
            "containers",
            "volumes");
    private static final Set<String> CONTAINER = Set.of(
            "name",
            "image",
            "imagePullPolicy",
            "command",
            "args",
            "env",
            "envFrom",
            "resources",
            "securityContext",
            "volumeMounts");
    private static final Set<String> SERVING = Set.of("ports", "startupProbe", "livenessProbe", "readinessProbe");
    private static final Set<String> SPREAD = Set.of("maxSkew", "topologyKey", "whenUnsatisfiable", "labelSelector");
    private static final Set<String> VOLUME =
            Set.of("name", "configMap", "emptyDir", "persistentVolumeClaim", "secret");
    /** No subPath: what is mounted by it is not updated in a running pod. */
    private static final Set<String> MOUNT = Set.of("name", "mountPath", "readOnly");

    private final List<String> problems = new ArrayList<>();
    private final List<Node> objects;

    private ManifestRules(List<Node> objects) {
        this.objects = objects;
    }

    /** Everything that is wrong, with its place. */
    static List<String> problems(List<Node> objects) {
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
        workloads().forEach(this::workload);
        kind("Service").forEach(this::service);
        kind("PodDisruptionBudget").forEach(budget -> selects(budget.at("spec", "selector", "matchLabels")));
        kind("NetworkPolicy").forEach(this::networkPolicy);
        return problems;
    }

    private void workload(Node workload) {
        Node spec = workload.at("spec");
        Node pod = spec.at("template", "spec");
        known(spec, WORKLOAD, OWN.get(workload.path()));
        known(pod, POD);
        selects(spec.at("selector", "matchLabels"), workload);
        equal(pod.at("automountServiceAccountToken"), false);
        equal(pod.at("enableServiceLinks"), false);
        equal(pod.at("securityContext", "runAsNonRoot"), true);
        equal(pod.at("securityContext", "seccompProfile", "type"), "RuntimeDefault");
        oneOf(pod.at("serviceAccountName"), names("ServiceAccount"));
        pod.at("topologySpreadConstraints").items().forEach(spread -> {
            known(spread, SPREAD);
            selects(spread.at("labelSelector", "matchLabels"), workload);
        });
        Set<String> volumes = volumes(pod);
        pod.at("initContainers").items().forEach(container -> container(container, volumes, Set.of()));
        pod.at("containers").items().forEach(container -> {
            container(container, volumes, SERVING);
            SERVING.forEach(field -> present(container.at(field)));
            Set<String> ports = ports(container).keySet();
            SERVING.stream()
                    .filter(field -> field.endsWith("Probe"))
                    .forEach(probe -> oneOf(container.at(probe, "httpGet", "port"), ports));
        });
        if (workload.path().equals("StatefulSet")) {
            oneOf(spec.at("serviceName"), names("Service"));
        }
    }

    private void container(Node container, Set<String> volumes, Set<String> own) {
        known(container, CONTAINER, own);
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
        container.at("volumeMounts").items().forEach(mount -> {
            known(mount, MOUNT);
            oneOf(mount.at("name"), volumes);
        });
    }

    private void service(Node service) {
        Set<String> targets = selects(service.at("spec", "selector"));
        service.at("spec", "ports").items().forEach(port -> oneOf(port.at("targetPort"), targets));
    }

    private void networkPolicy(Node policy) {
        Set<String> ports = selects(policy.at("spec", "podSelector", "matchLabels"));
        policy.at("spec", "ingress").items().forEach(rule -> {
            rule.at("ports").items().forEach(port -> oneOf(port.at("port"), ports));
            rule.at("from").items().forEach(from -> {
                Node caller = from.at("podSelector", "matchLabels");
                // The gateway's pods are another folder's affair.
                if (!caller.is(Map.of("app.kubernetes.io/name", "keywell"))) {
                    selects(caller);
                }
            });
        });
    }

    /** The selector must mean a workload that is there; the names of that one's ports. */
    private Set<String> selects(Node selector) {
        List<Node> meant = workloads()
                .filter(workload -> selector.is(labels(workload).value()))
                .toList();
        if (meant.isEmpty()) {
            problems.add(selector.path() + ": " + selector.text() + "; expected a workload's labels");
        }
        return meant.stream()
                .flatMap(workload ->
                        workload.at("spec", "template", "spec", "containers").items())
                .flatMap(container -> ports(container).keySet().stream())
                .collect(toSet());
    }

    private void selects(Node selector, Node workload) {
        equal(selector, labels(workload).value());
    }

    private static Node labels(Node workload) {
        return workload.at("spec", "template", "metadata", "labels");
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
            if (volume.keys().contains("persistentVolumeClaim")) {
                oneOf(volume.at("persistentVolumeClaim", "claimName"), names("PersistentVolumeClaim"));
            }
        });
        return names;
    }

    static Map<String, Object> ports(Node container) {
        Map<String, Object> ports = new HashMap<>();
        container
                .at("ports")
                .items()
                .forEach(port -> ports.put(
                        port.at("name").text(), port.at("containerPort").value()));
        return ports;
    }

    private Stream<Node> workloads() {
        return objects.stream().filter(object -> OWN.containsKey(object.path()));
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
