package io.keywell.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory as Kubernetes mounts a ConfigMap: the file is a link into {@code ..data}, which is a link that is swapped. */
final class Mount {

    private static final String FILE = "keywell.yaml";

    private final Path folder;
    private int version;

    Mount(String first) {
        try {
            folder = Files.createTempDirectory("keywell-mount");
            swap(first);
            Files.createSymbolicLink(file(), Path.of("..data", FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return folder.resolve(FILE);
    }

    /** Puts a new content in the place of the old one, in one step. */
    synchronized void swap(String content) {
        try {
            Path next = Files.createDirectory(folder.resolve("..v" + version++));
            Files.writeString(next.resolve(FILE), content);
            Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
            Files.move(
                    link,
                    folder.resolve("..data"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
