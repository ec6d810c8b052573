package io.keywell.ledger.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The journal's folder. Each process writes into a folder of its own below it and holds a lock there until it ends, in
 * whatever way; so several may share the folder, and what a dead one left is taken over by one of the others.
 */
public final class JournalFiles {

    private static final String LOCK = "lock";
    private static final String SEGMENTS = "*.wal";

    private final RandomGenerator random;
    private final int segmentSize;
    private final Claim own;
    private final List<Claim> left;
    private int made;

    private JournalFiles(RandomGenerator random, int segmentSize, Claim own, List<Claim> left) {
        this.random = random;
        this.segmentSize = segmentSize;
        this.own = own;
        this.left = left;
    }

    /** A folder that this process alone may touch, until the channel is closed. */
    private record Claim(Path directory, FileChannel lock) {}

    /**
     * Blocks on the disk.
     *
     * @param random names this process and salts its files
     * @param segmentSize in bytes
     */
    public static JournalFiles open(Path directory, RandomGenerator random, int segmentSize) throws IOException {
        Files.createDirectories(directory);
        List<Claim> left = new ArrayList<>();
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path run : runs) {
                Claim claim = claim(run);
                if (claim != null) {
                    left.add(claim);
                }
            }
        }
        return new JournalFiles(random, segmentSize, ownFolder(directory, random), left);
    }

    private static Claim ownFolder(Path directory, RandomGenerator random) throws IOException {
        while (true) {
            Path run = directory.resolve("run-" + Long.toHexString(random.nextLong()));
            Files.createDirectory(run);
            Claim own = claim(run);
            if (own != null) {
                return own;
            }
            // Another process that starts at this moment took it for a dead one's.
        }
    }

    /** Null when its process lives, or another has taken it over. */
    private static @Nullable Claim claim(Path run) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(run.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Claim(run, channel);
            }
        } catch (OverlappingFileLockException e) {
            // This very process holds it.
        }
        channel.close();
        return null;
    }

    Segment create() throws IOException {
        return Segment.create(own.directory().resolve("%06d.wal".formatted(made++)), segmentSize, salt());
    }

    int salt() {
        return random.nextInt();
    }

    int segmentSize() {
        return segmentSize;
    }

    /** What dead processes left, oldest first. */
    List<DeadScan> left() throws IOException {
        List<DeadScan> scans = new ArrayList<>();
        for (Claim claim : left) {
            scans.addAll(scans(claim.directory()));
        }
        return scans;
    }

    private static List<DeadScan> scans(Path run) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(run, SEGMENTS)) {
            segments.forEach(paths::add);
        }
        paths.sort(Comparator.naturalOrder());
        return paths.stream().map(DeadScan::new).toList();
    }

    /** A file that is in the database goes; one with records that this version cannot read is kept under another name. */
    void done(DeadScan scan) throws IOException {
        Path path = scan.path();
        scan.close();
        if (scan.unreadable() > 0) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".unread"));
        } else {
            Files.deleteIfExists(path);
        }
    }

    /** Gives every folder up; those with nothing left in them go. */
    void close() throws IOException {
        for (Claim claim : left) {
            release(claim);
        }
        release(own);
    }

    private static void release(Claim claim) throws IOException {
        try (FileChannel held = claim.lock();
                DirectoryStream<Path> content = Files.newDirectoryStream(claim.directory())) {
            for (Path path : content) {
                if (!path.endsWith(LOCK)) {
                    return;
                }
            }
            Files.deleteIfExists(claim.directory().resolve(LOCK));
            Files.deleteIfExists(claim.directory());
        }
    }
}
