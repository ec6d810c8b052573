package io.keywell.alerting;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends a body somewhere. */
@FunctionalInterface
public interface Post {

    /** The status of the answer; fails when there is none. */
    CompletionStage<Integer> send(URI url, Map<String, String> headers, byte[] body);
}
