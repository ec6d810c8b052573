package io.keywell.protocol;

import java.util.Objects;

/** The same field wherever the network splits the form. */
public final class MultipartScanFuzz {

    private MultipartScanFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        MultipartScan whole = new MultipartScan("b", "model");
        whole.pass(input, 0, input.length);
        MultipartScan bytes = new MultipartScan("b", "model");
        for (int i = 0; i < input.length; i++) {
            bytes.pass(input, i, i + 1);
        }
        boolean same = Objects.equals(whole.value(), bytes.value())
                && Objects.equals(whole.problem(), bytes.problem())
                && whole.start() == bytes.start()
                && whole.end() == bytes.end();
        if (!same || whole.end() > input.length) {
            throw new IllegalStateException("it depends on the splits, or lies outside the form");
        }
    }
}
