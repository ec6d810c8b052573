package io.keywell.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks the gateway on this machine whether it is ready: for containers without a shell. Exits with 0 when it is. */
final class Probe {

    private static final int MILLIS = 3_000;

    private Probe() {}

    public static void main(String[] args) {
        String port = System.getenv().getOrDefault("QUARKUS_MANAGEMENT_PORT", "9000");
        System.exit(ready(URI.create("http://127.0.0.1:" + port + "/q/health/ready")) ? 0 : 1);
    }

    static boolean ready(URI health) {
        try {
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(MILLIS);
            connection.setReadTimeout(MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
