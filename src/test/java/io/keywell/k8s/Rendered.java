package io.keywell.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** What {@code kubectl} makes of a folder, components included. */
final class Rendered {

    private Rendered() {}

    /** Each object, its path is its kind. The test is skipped where kubectl is not installed. */
    static List<Node> of(String folder) {
        assumeTrue(installed(), "kubectl is not installed");
        try {
            Path errors = Files.createTempFile("kustomize", ".log");
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", "k8s/" + folder)
                    .redirectError(errors.toFile())
                    .start();
            String text = new String(kubectl.getInputStream().readAllBytes(), UTF_8);
            if (!kubectl.waitFor(30, TimeUnit.SECONDS) || kubectl.exitValue() != 0) {
                throw new AssertionError(Files.readString(errors));
            }
            Files.delete(errors);
            return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                    .map(object -> new Node("", object))
                    .map(object -> new Node(object.at("kind").text(), object.value()))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    static Stream<Node> kind(List<Node> objects, String kind) {
        return objects.stream().filter(object -> object.path().equals(kind));
    }

    static Node named(List<Node> objects, String kind, String name) {
        return kind(objects, kind)
                .filter(object -> object.at("metadata", "name").is(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }
}
