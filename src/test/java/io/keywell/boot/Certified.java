package io.keywell.boot;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Key stores for a gateway with TLS: its own, the one that replaces it, an operator's that it trusts, and a stranger's. */
public final class Certified implements QuarkusTestResourceLifecycleManager {

    static final String PASSWORD = "for-tests";

    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("certified");
            for (String name : List.of("first", "second", "operator", "stranger")) {
                make(name);
            }
            Files.copy(store("first"), store("server"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "quarkus.tls.key-store.p12.path",
                store("server").toString(),
                "quarkus.tls.key-store.p12.password",
                PASSWORD,
                "quarkus.tls.trust-store.p12.path",
                store("operator").toString(),
                "quarkus.tls.trust-store.p12.password",
                PASSWORD);
    }

    @Override
    public void inject(Object test) {
        if (test instanceof TlsTest tls) {
            tls.certified = this;
        }
    }

    Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    /** What a renewal does to the file that the gateway reads. */
    void renew() {
        try {
            Files.copy(store("second"), store("server"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make(String name) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store(name).toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(said);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder).sorted(java.util.Comparator.reverseOrder())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
