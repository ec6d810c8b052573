package io.keywell.upstream;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Asks one candidate once. */
@Singleton
public class ProviderClient {

    private final Wire wire;

    public ProviderClient(Wire wire) {
        this.wire = wire;
    }

    /** The head of the candidate's answer, past its commit gate; fails with {@link AttemptFailed}. */
    Uni<Answer> ask(Walk walk, Turn turn) {
        return Uni.createFrom().emitter(emitter -> new Attempt(walk, turn, wire, emitter).start());
    }
}
