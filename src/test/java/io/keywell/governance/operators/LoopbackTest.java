package io.keywell.governance.operators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST"})
    void aRequestFromHereMeantForHereIsOurOwn(String host) {
        assertThat(Loopback.isOwn("127.0.0.1", host, null)).isTrue();
        assertThat(Loopback.isOwn("0:0:0:0:0:0:0:1", host, "http://" + host)).isTrue();
    }

    @Test
    void oneFromElsewhereIsNot() {
        assertThat(Loopback.isOwn("10.0.0.7", "localhost:8080", null)).isFalse();
        assertThat(Loopback.isOwn(null, "localhost:8080", null)).isFalse();
    }

    @Test
    void aPageWhoseNameLeadsHereIsNot() {
        assertThat(Loopback.isOwn("127.0.0.1", "evil.example:8080", null)).isFalse();
        assertThat(Loopback.isOwn("127.0.0.1", null, null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost:3000", "null"})
    void aPageFromElsewhereIsNot(String origin) {
        assertThat(Loopback.isOwn("127.0.0.1", "localhost:8080", origin)).isFalse();
    }
}
