package io.keywell.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What {@code kubectl apply -k} of a folder comes to, as far as our folders go: resources, folders among them, patches. */
final class Manifests {

    private static final Path ROOT = Path.of("k8s");

    private final UnaryOperator<String> edit;
    private final List<Node> objects = new ArrayList<>();

    private Manifests(UnaryOperator<String> edit) {
        this.edit = edit;
    }

    static List<Node> of(String folder) {
        return of(folder, UnaryOperator.identity());
    }

    /** As if somebody had edited each file. The kustomizations are among the objects; each node's path is its kind. */
    static List<Node> of(String folder, UnaryOperator<String> edit) {
        Manifests manifests = new Manifests(edit);
        manifests.add(ROOT.resolve(folder).normalize());
        return List.copyOf(manifests.objects);
    }

    private void add(Path folder) {
        Node kustomization =
                documents(folder.resolve("kustomization.yaml")).findFirst().orElseThrow();
        objects.add(kustomization);
        kustomization.at("resources").items().map(Node::text).forEach(resource -> {
            Path path = folder.resolve(resource).normalize();
            if (Files.isDirectory(path)) {
                add(path);
            } else {
                objects.addAll(documents(path).toList());
            }
        });
        kustomization
                .at("patches")
                .items()
                .map(patch -> patch.at("path").text())
                .flatMap(file -> documents(folder.resolve(file)))
                .forEach(this::patch);
    }

    private void patch(Node patch) {
        for (int i = 0; i < objects.size(); i++) {
            Node object = objects.get(i);
            if (object.path().equals(patch.path()) && name(object).equals(name(patch))) {
                objects.set(i, new Node(object.path(), merged(object.value(), patch.value())));
                return;
            }
        }
        throw new AssertionError("a patch of nothing: " + patch.path() + " " + name(patch));
    }

    private static String name(Node object) {
        return object.at("metadata", "name").text();
    }

    /** Maps are merged by key, lists of named things by name; anything else is replaced. */
    private static Object merged(Object old, Object patch) {
        if (old instanceof Map<?, ?> fields && patch instanceof Map<?, ?> changes) {
            Map<Object, Object> all = new LinkedHashMap<>(fields);
            changes.forEach((key, value) -> {
                if (value == null) {
                    all.remove(key);
                } else {
                    all.merge(key, value, Manifests::merged);
                }
            });
            return all;
        }
        if (old instanceof List<?> items && patch instanceof List<?> changes) {
            Map<Object, Object> all = new LinkedHashMap<>();
            Stream.concat(items.stream(), changes.stream())
                    .forEach(item -> all.merge(new Node("", item).at("name").text(), item, Manifests::merged));
            return List.copyOf(all.values());
        }
        return patch;
    }

    private Stream<Node> documents(Path file) {
        return Stream.of(edit.apply(read(file)).split("(?m)^---$"))
                .map(text -> new Node("", new Yaml().load(text)))
                .map(object -> new Node(object.at("kind").text(), object.value()));
    }

    static String read(String file) {
        return read(ROOT.resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> files(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
