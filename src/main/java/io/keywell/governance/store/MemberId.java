package io.keywell.governance.store;

import jakarta.persistence.Embeddable;

/** Names a pool or a key inside its provider. */
@Embeddable
public record MemberId(String provider, String name) {}
