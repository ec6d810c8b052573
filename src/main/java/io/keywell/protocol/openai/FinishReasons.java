package io.keywell.protocol.openai;

import io.keywell.protocol.JsonScan;

/** What is said of an answer's end. */
final class FinishReasons {

    private FinishReasons() {}

    /** Whether the reason that was just read means that the provider failed: a router's word, and DeepSeek's. */
    static boolean failed(JsonScan reason) {
        return reason.tokenIs("error") || reason.tokenIs("insufficient_system_resource");
    }
}
