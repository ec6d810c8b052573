package io.keywell.governance.database;

import java.nio.file.Path;
import java.security.SecureRandom;

/** A process that starts a server and waits to be killed. */
final class KilledGateway {

    private KilledGateway() {}

    public static void main(String[] args) throws Exception {
        EmbeddedServer server = new EmbeddedServer(Path.of(args[0]), new SecureRandom());
        server.start();
        System.out.println("port " + server.options().getPort());
        System.in.read();
    }
}
