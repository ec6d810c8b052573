package io.keywell.core;

/** Receives every finished call. Called on an event loop: must neither block nor throw. */
public interface CallSink {
    void accept(CallRecord call);
}
