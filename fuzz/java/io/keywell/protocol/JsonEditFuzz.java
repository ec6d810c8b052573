package io.keywell.protocol;

import io.keywell.core.Bytes;

/** What is edited in place stays JSON. */
public final class JsonEditFuzz {

    private JsonEditFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Bytes body = Bytes.of(input);
        JsonEdit.has(body, "model");
        Bytes[] edited = {
            JsonEdit.without(body, "model"),
            JsonEdit.renamed(body, "max_tokens", "max_completion_tokens"),
            JsonEdit.replaced(body, "messages", "role", "system", "developer"),
            JsonEdit.unwrapped(body, "documents", "text")
        };
        if (!isObject(body)) {
            return;
        }
        for (Bytes made : edited) {
            if (!isObject(made)) {
                throw new IllegalStateException("an edit broke the JSON");
            }
        }
    }

    private static boolean isObject(Bytes body) {
        JsonScan scan = JsonScan.strict();
        scan.reset(body.array(), body.offset(), body.end());
        return body.length() > 0 && body.array()[body.offset()] == '{' && scan.value() && scan.atEnd();
    }
}
