package io.keywell.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** A gateway that speaks TLS, with real handshakes, and connections that waste its time. */
@QuarkusTest
@TestProfile(BootProfile.class)
class TlsTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int BETWEEN_BYTES_MILLIS = 100;
    private static final String MODELS = "GET /v1/models HTTP/1.1\r\nhost: gateway\r\n\r\n";
    private static final String STATUS =
            "GET /admin/v1/status HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer kwa-planted-admin-token\r\n\r\n";

    Certified certified;

    @TestHTTPResource(tls = true)
    URI secure;

    @TestHTTPResource
    URI plain;

    @Inject
    TlsConfigurationRegistry registry;

    @Inject
    Event<CertificateUpdatedEvent> updated;

    @Test
    void callersNeedNoCertificateButTheAdminApiWantsOne() throws Exception {
        try (Socket caller = shake(null)) {
            assertThat(answer(caller, MODELS)).startsWith("HTTP/1.1 200");
            assertThat(answer(caller, STATUS))
                    .startsWith("HTTP/1.1 403")
                    .contains("urn:keywell:problem:certificate-required", "no-store");
        }
    }

    @Test
    void aTrustedCertificateOpensTheAdminApiToItsToken() throws Exception {
        try (Socket operator = shake("operator")) {
            assertThat(answer(operator, STATUS)).startsWith("HTTP/1.1 200");
            assertThat(answer(operator, "GET /admin/v1/status HTTP/1.1\r\nhost: gateway\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void withoutTlsTheAdminApiIsClosed() throws Exception {
        try (Socket operator = open()) {
            assertThat(answer(operator, STATUS)).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void aStrangersCertificateIsNoCertificate() {
        assertThatThrownBy(() -> {
                    try (Socket stranger = shake("stranger")) {
                        answer(stranger, STATUS);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aRenewedCertificateCountsWithoutARestartAndOldConnectionsLive() throws Exception {
        try (SSLSocket old = shake(null)) {
            assertThat(subject(old)).isIn("CN=first", "CN=second");
            certified.renew();
            TlsConfiguration tls = registry.getDefault().orElseThrow();

            // What the registry does once in quarkus.tls.reload-period, of which 30 s is the shortest.
            assertThat(tls.reload()).isTrue();
            updated.fire(new CertificateUpdatedEvent("<default>", tls));

            await().untilAsserted(() -> {
                try (SSLSocket fresh = shake(null)) {
                    assertThat(subject(fresh)).isEqualTo("CN=second");
                }
            });
            assertThat(answer(old, MODELS)).startsWith("HTTP/1.1 200");
            try (Socket operator = shake("operator")) {
                assertThat(answer(operator, STATUS)).startsWith("HTTP/1.1 200");
            }
            try (Socket caller = shake(null)) {
                assertThat(answer(caller, STATUS)).startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void aHeadThatDripsEndsItsConnection() throws Exception {
        try (Socket first = open();
                Socket later = open();
                Socket overTls = shake(null)) {
            assertThat(answer(later, MODELS)).startsWith("HTTP/1.1 200");

            List<CompletableFuture<String>> heard = Stream.of(first, later, overTls)
                    .map(socket -> CompletableFuture.supplyAsync(() -> drip(socket, MODELS), TlsTest::begin))
                    .toList();

            assertThat(heard).allSatisfy(each -> assertThat(each.join()).isEmpty());
        }
    }

    @Test
    void aPrefaceOfHttp2ThatStaysAwayEndsItsConnection() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write("PRI * HTTP".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoDoesNotShakeHandsIsLetGo() throws Exception {
        try (Socket socket = new Socket(secure.getHost(), secure.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aConnectionWithoutAnythingToSayMayWait() throws Exception {
        try (Socket silent = open();
                Socket kept = open();
                Socket overTls = shake(null)) {
            assertThat(answer(kept, MODELS)).startsWith("HTTP/1.1 200");
            silence(silent, 3_000);

            for (Socket socket : List.of(silent, kept, overTls)) {
                assertThat(answer(socket, MODELS)).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aBodyThatDripsIsRefused() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream()
                    .write("POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\ncontent-length: 900\r\n\r\n{ "
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(drip(socket, " ".repeat(500)))
                    .startsWith("HTTP/1.1 400")
                    .contains("The request body took too long to come.");
        }
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(plain.getHost(), plain.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** @param who whose certificate is shown; null for none */
    private SSLSocket shake(String who) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(who == null ? null : keys(who), new TrustManager[] {new Whoever()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(secure.getHost(), secure.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return socket;
    }

    private KeyManager[] keys(String who) throws IOException, GeneralSecurityException {
        char[] password = Certified.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(certified.store(who))) {
            store.load(file, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, password);
        // Shown whomever the server says it trusts.
        return new KeyManager[] {new Always((javax.net.ssl.X509KeyManager) keys.getKeyManagers()[0], who)};
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    /** Head and body of one answer of known length. */
    private static String answer(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        java.util.regex.Matcher length =
                java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8);
    }

    /** Sends a byte at a time until there is an answer or an end. The last bytes never go out. */
    private static String drip(Socket socket, String request) {
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < request.length() - 2; i++) {
            try {
                socket.setSoTimeout(BETWEEN_BYTES_MILLIS);
                socket.getOutputStream().write(request.charAt(i));
                int next = socket.getInputStream().read();
                while (next >= 0) {
                    heard.append((char) next);
                    next = socket.getInputStream().read();
                }
                return heard.toString();
            } catch (SocketTimeoutException e) {
                // Nothing yet; the time-out is the time between two bytes.
            } catch (IOException closed) {
                return heard.toString();
            }
        }
        throw new AssertionError("all was taken, and this was heard: " + heard);
    }

    private static void begin(Runnable task) {
        new Thread(task, "drips").start();
    }

    private static void silence(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** A client that is not the point here. */
    private static final class Whoever implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
