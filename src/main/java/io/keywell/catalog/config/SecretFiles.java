package io.keywell.catalog.config;

import java.io.IOException;

/** Reads what a {@code secret-file} names. */
@FunctionalInterface
public interface SecretFiles {

    /** The file's text. */
    String read(String path) throws IOException;
}
