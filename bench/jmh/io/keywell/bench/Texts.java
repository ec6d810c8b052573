package io.keywell.bench;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonStrings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts to count tokens of: what lies in this repository, from whose root benchmarks are run. */
final class Texts {

    private Texts() {}

    /** English of so many bytes. */
    static String prose(int bytes) throws IOException {
        return ofFile("LICENSE", bytes);
    }

    static String ofFile(String path, int bytes) throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(Path.of(path)));
        while (text.length() < bytes) {
            text.append(text);
        }
        return text.substring(0, bytes);
    }

    /** A chat with this as the user's words. */
    static Bytes request(String text) {
        String quoted = new String(JsonStrings.quote(text), StandardCharsets.UTF_8);
        String body = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":" + quoted + "}]}";
        return Bytes.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
