package io.keywell.provider;

import org.jspecify.annotations.Nullable;

/** An answer's headers, whatever the HTTP client. Names are lower case. */
@FunctionalInterface
public interface HeaderView {
    @Nullable
    String get(String name);
}
