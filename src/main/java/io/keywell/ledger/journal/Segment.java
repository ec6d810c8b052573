package io.keywell.ledger.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file of the journal, mapped. Any thread appends: it claims a place, copies its record there, and only then writes
 * the word before it that makes it valid. A process that is killed in between leaves a hole, which a reader of the dead
 * file steps over; a reader of the living one waits until it is filled.
 *
 * <p>Layout: {@link #MAGIC}, the salt (8 bytes each); then for each record a word of length and checksum, and its bytes,
 * padded to 8. The salt goes into every checksum, so that nobody can plant bytes in a record that look like one.
 *
 * <p>Who appends looks at no byte before it has a place. So a segment that has ended and whose every place is written
 * belongs to its reader alone, and need not be mapped while it waits to be read: {@link #park()}.
 */
final class Segment {

    static final long MAGIC = 0x6b656c6c65646731L;
    static final int FIRST = 16;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int CHUNK = 1 << 16;
    private static final int PAGE = 1 << 12;

    private final Path path;
    private final int size;
    private final AtomicInteger tail = new AtomicInteger();
    /** Where the last record ends, once it is known that no other fits; -1 = there is room. */
    private volatile int end;

    /** For those who append, as it is. Everybody else asks for {@link #mapped()}. */
    private MappedByteBuffer bytes;

    private boolean parked;
    private int salt;
    private int synced;

    private Segment(Path path, MappedByteBuffer bytes, int salt) {
        this.path = path;
        this.size = bytes.capacity();
        this.bytes = bytes;
        begin(salt);
    }

    /**
     * Makes a file with all its blocks, so that a full disk is met here and never by whoever appends.
     *
     * @throws IOException when there is no room for it; nothing is left of it then
     */
    static Segment create(Path path, int size, int salt) throws IOException {
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
            for (int at = 0; at < size; at += zeros.limit()) {
                zeros.clear().limit(Math.min(CHUNK, size - at));
                while (zeros.hasRemaining()) {
                    file.write(zeros);
                }
            }
            Segment segment = new Segment(path, file.map(MapMode.READ_WRITE, 0, size), salt);
            segment.touch();
            return segment;
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Each page is met for the first time here, not by a call. */
    private void touch() {
        for (int at = FIRST; at < size; at += PAGE) {
            bytes.put(at, (byte) 0);
        }
    }

    private void begin(int newSalt) {
        salt = newSalt;
        synced = 0;
        bytes.putLong(Long.BYTES, newSalt);
        bytes.putLong(0, MAGIC);
        end = -1;
        tail.set(FIRST);
    }

    /** Makes it as new. Nobody may append to it or read it. */
    void wipe(int newSalt) {
        byte[] zeros = new byte[CHUNK];
        MappedByteBuffer to = mapped();
        for (int at = 0; at < size; at += CHUNK) {
            to.put(at, zeros, 0, Math.min(CHUNK, size - at));
        }
        begin(newSalt);
    }

    /** False when there is no room; then there never will be. Never blocks. */
    boolean append(byte[] record, int length, int checksum) {
        if (end >= 0) {
            return false;
        }
        int needed = padded(length);
        int at = tail.getAndAdd(needed);
        if (at > size - needed) {
            if (at <= size) {
                // The first that does not fit; the others of this moment begin beyond the capacity.
                end = at;
            }
            return false;
        }
        bytes.put(at + Long.BYTES, record, 0, length);
        WORD.setRelease(bytes, at, word(length, checksum ^ salt));
        return true;
    }

    /** The length and checksum of the record at a place; 0 = not there yet. */
    long word(int at) {
        return at > size - Long.BYTES ? 0 : (long) WORD.getAcquire(mapped(), at);
    }

    byte[] record(int at, int length) {
        byte[] record = new byte[length];
        mapped().get(at + Long.BYTES, record);
        return record;
    }

    /** Whether a reader that stands there has read everything that this segment will ever have. */
    boolean endsAt(int at) {
        return at == end;
    }

    /**
     * Sends what stands before a place to the disk, for the case that the power fails. The page that is being written to
     * is left out: it must not be held while somebody appends.
     */
    void sync() {
        int to = Math.min(tail.get(), size) / PAGE * PAGE;
        if (to > synced) {
            mapped().force(synced, to - synced);
            synced = to;
        }
    }

    /**
     * Takes no memory until somebody reads it again, if it is as full as it will ever be. For its reader, while it reads
     * another one.
     */
    void park() {
        if (!parked && isWhole()) {
            sync();
            Mappings.end(bytes);
            parked = true;
        }
    }

    /** Whether every place that was given out is written. */
    private boolean isWhole() {
        int at = FIRST;
        while (end >= 0 && at < end) {
            long word = word(at);
            if (word == 0) {
                return false;
            }
            at += padded(length(word));
        }
        return end >= 0;
    }

    private MappedByteBuffer mapped() {
        if (parked) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                bytes = file.map(MapMode.READ_WRITE, 0, size);
                parked = false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return bytes;
    }

    /** The file goes, and nobody reads it any more. */
    void delete() throws IOException {
        if (!parked) {
            parked = true;
            Mappings.end(bytes);
        }
        Files.deleteIfExists(path);
    }

    static int padded(int length) {
        return Long.BYTES + length + 7 & -8;
    }

    private static long word(int length, int checksum) {
        return (long) length << 32 | checksum & 0xffff_ffffL;
    }

    static int length(long word) {
        return (int) (word >>> 32);
    }

    static int checksum(long word) {
        return (int) word;
    }
}
