package io.keywell.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a file has changed, without reading it. The real path is part of it, because a mounted ConfigMap or
 * Secret changes by a symbolic link that points elsewhere.
 *
 * @param inode the file's identity, where the system has one
 */
record FileStamp(Path realPath, FileTime modified, long size, @Nullable Object inode) {

    private static final FileStamp ABSENT = new FileStamp(Path.of(""), FileTime.fromMillis(0), -1, null);

    static FileStamp of(Path path) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return new FileStamp(real, attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return ABSENT;
        }
    }
}
