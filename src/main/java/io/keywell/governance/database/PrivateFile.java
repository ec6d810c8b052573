package io.keywell.governance.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but the gateway's user may read. */
public final class PrivateFile {

    private PrivateFile() {}

    /** Writes the file whole or not at all; it is never there with more rights than it should have. */
    public static void write(Path file, String text) throws IOException {
        Path made = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "new",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(made, text);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
