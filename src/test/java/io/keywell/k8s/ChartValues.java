package io.keywell.k8s;

import static io.keywell.k8s.ChartValue.Spot.at;
import static io.keywell.k8s.ChartValue.added;
import static io.keywell.k8s.ChartValue.decides;
import static io.keywell.k8s.ChartValue.of;
import static io.keywell.k8s.ChartValue.when;

import java.util.List;

/** The chart's values in their order. What a value is by default is read from the manifests. */
final class ChartValues {

    static final List<String> MODES = List.of("single", "cluster");

    private static final String POD = "Deployment/keywell.spec.template.spec";
    private static final String CONTAINER = POD + ".containers[]";
    private static final String SERVER_POD = "StatefulSet/infinispan.spec.template.spec";
    private static final String SECRET = ".env[].valueFrom.secretKeyRef.name";

    static final List<ChartValue> ALL = List.of(
            decides(
                    "mode",
                    "`single` (one replica, its own database and local counters on a volume) or `cluster` (replicas that"
                            + " share Infinispan Servers and your PostgreSQL).",
                    "single"),
            of("image", "The gateway's image.", at(CONTAINER + ".image")),
            added(
                    "imagePullSecrets",
                    "Secrets for the registry, as a pod has them: `- name: registry`.",
                    List.of(),
                    at(POD + ".imagePullSecrets"),
                    at(SERVER_POD + ".imagePullSecrets")),
            of(
                    "secret",
                    "The Secret with the vendors' keys and those of callers; each of its entries becomes a variable.",
                    at(CONTAINER + ".envFrom[].secretRef.name")),
            of(
                    "config",
                    "The whole `keywell.yaml`, best given by `--set-file config=keywell.yaml`.",
                    at("ConfigMap/keywell.data.keywell.yaml")),
            of("single.resources", "The replica's CPU and memory.", at(CONTAINER + ".resources")),
            of(
                    "single.storage.size",
                    "How large its volume is.",
                    at("PersistentVolumeClaim/keywell-data.spec.resources.requests.storage")),
            added(
                    "single.storage.className",
                    "The volume's storage class; empty for the cluster's default.",
                    "",
                    at("PersistentVolumeClaim/keywell-data.spec.storageClassName")),
            when(
                    "not .Values.autoscaling.enabled",
                    "cluster.replicas",
                    "How many replicas, without autoscaling.",
                    at("Deployment/keywell.spec.replicas")),
            of("cluster.resources", "Each replica's CPU and memory.", at(CONTAINER + ".resources")),
            of(
                    "cluster.database.secret",
                    "The Secret that says where PostgreSQL is: `url`, `username`, `password`.",
                    at(CONTAINER + SECRET, "keywell-database")),
            of(
                    "cluster.database.port",
                    "PostgreSQL's port, which the NetworkPolicy opens.",
                    at("NetworkPolicy/keywell-database.spec.egress[].ports[].port")),
            of(
                    "cluster.infinispan.image",
                    "The Infinispan Servers' image.",
                    at(SERVER_POD + ".containers[].image"),
                    at(SERVER_POD + ".initContainers[].image")),
            of(
                    "cluster.infinispan.resources",
                    "Each server's CPU and memory.",
                    at(SERVER_POD + ".containers[].resources")),
            of(
                    "cluster.infinispan.secret",
                    "The Secret with `password` and `operator-password`.",
                    at(CONTAINER + SECRET, "keywell-infinispan"),
                    at(SERVER_POD + ".initContainers[]" + SECRET),
                    at(SERVER_POD + ".containers[]" + SECRET)),
            of(
                    "cluster.infinispan.tlsSecret",
                    "The Secret with `tls.key`, `tls.crt` and `ca.crt`.",
                    at(POD + ".volumes[].secret.secretName"),
                    at(SERVER_POD + ".volumes[].secret.secretName")),
            decides("autoscaling.enabled", "As many replicas as the load needs; with `cluster` only.", false),
            of("autoscaling.minReplicas", "Replicas at least.", at("HorizontalPodAutoscaler/keywell.spec.minReplicas")),
            of("autoscaling.maxReplicas", "Replicas at most.", at("HorizontalPodAutoscaler/keywell.spec.maxReplicas")),
            of(
                    "autoscaling.cpu",
                    "How much of the requested CPU to use, in percent.",
                    at("HorizontalPodAutoscaler/keywell.spec.metrics[].resource.target.averageUtilization")),
            decides("ingress.enabled", "Opens the callers' port to the outside.", false),
            of("ingress.className", "The ingress controller's class.", at("Ingress/keywell.spec.ingressClassName")),
            of(
                    "ingress.host",
                    "The name that callers use.",
                    at("Ingress/keywell.spec.rules[].host"),
                    at("Ingress/keywell.spec.tls[].hosts[]")),
            of("ingress.tlsSecret", "The Secret with its certificate.", at("Ingress/keywell.spec.tls[].secretName")),
            of(
                    "ingress.annotations",
                    "Time-outs and buffering in the controller's own words. These are merged into the defaults; `null` takes one out.",
                    at("Ingress/keywell.metadata.annotations")),
            decides(
                    "monitoring.enabled",
                    "ServiceMonitor, alerts and dashboard; needs the Prometheus operator's kinds.",
                    false),
            of(
                    "monitoring.namespace",
                    "Where Prometheus lives.",
                    at("NetworkPolicy/keywell-monitoring.spec.ingress[].from[].namespaceSelector.matchLabels"
                            + ".kubernetes.io/metadata.name")));

    private ChartValues() {}
}
