package io.keywell.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for servers that may be stopped and started again: below those that the system lends to connections, so that
 * nobody takes them meanwhile. The port that is {@value #COMPANION} higher is free too.
 */
final class FreePorts {

    private static final int COMPANION = 10_000;
    private static final int FIRST = 12_000;
    private static final int COUNT = 8_000;
    private static final int STEP = 50;

    /** Runs at the same time begin at different places. */
    private int next = (int) (ProcessHandle.current().pid() * STEP % COUNT);

    int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + next++ % COUNT;
            if (free(port) && free(port + COMPANION)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
