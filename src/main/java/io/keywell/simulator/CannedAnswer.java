package io.keywell.simulator;

import java.util.Map;

/** An answer that a test or an operator writes word by word: what a vendor was seen to send, and no look-alike knows. */
public record CannedAnswer(int status, Map<String, String> headers, String body) {

    static final CannedAnswer USUAL = new CannedAnswer(500, Map.of(), "");

    public CannedAnswer {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: expected 200 to 599");
        }
        headers = Map.copyOf(headers);
    }
}
