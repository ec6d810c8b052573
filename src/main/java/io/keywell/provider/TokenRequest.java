package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Secret;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The call that exchanges a key for a token: a POST.
 *
 * @param url absolute
 * @param read reads the token of a good answer, null when there is none in it
 */
public record TokenRequest(String url, String contentType, Bytes body, Function<Bytes, @Nullable Token> read) {

    /** @param lifeMillis how long it is good from now on */
    public record Token(Secret secret, long lifeMillis) {}
}
