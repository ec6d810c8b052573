package io.keywell.ledger.journal;

import io.keywell.core.CallRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file that a process left behind: every record whose checksum is right, wherever it stands. What lies between
 * is what was being written at the end, or was never written.
 */
final class DeadScan implements Scan {

    private static final Logger LOG = Logger.getLogger(DeadScan.class);

    private final Path path;
    private final CRC32C crc = new CRC32C();
    /** Not a copy in the heap: each start reads some files that have next to nothing in them. */
    private @Nullable MappedByteBuffer bytes;

    private int position = Segment.FIRST;
    private int next = Segment.FIRST;
    private int unreadable;

    DeadScan(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Records that are whole but that this version cannot read. */
    int unreadable() {
        return unreadable;
    }

    @Override
    public List<CallRecord> read(int max, RecordReader reader) {
        ByteBuffer in = bytes();
        List<CallRecord> records = new ArrayList<>();
        next = position;
        while (records.size() < max && next <= in.capacity() - Long.BYTES) {
            int length = recordAt(in, next);
            if (length == 0) {
                next += Long.BYTES;
                continue;
            }
            byte[] record = new byte[length];
            in.get(next + Long.BYTES, record);
            next += Segment.padded(length);
            decode(record, reader, records);
        }
        return records;
    }

    private void decode(byte[] record, RecordReader reader, List<CallRecord> to) {
        try {
            to.add(reader.read(record));
        } catch (RuntimeException e) {
            unreadable++;
            LOG.errorf("%s has a record that this version cannot read: %s", path.getFileName(), e.getMessage());
        }
    }

    /** The length of the whole record at a place; 0 = there is none. */
    private int recordAt(ByteBuffer in, int at) {
        long word = in.getLong(at);
        int length = Segment.length(word);
        if (word == 0 || length <= 0 || length > in.capacity() - at - Long.BYTES) {
            return 0;
        }
        crc.reset();
        crc.update(in.slice(at + Long.BYTES, length));
        int salt = (int) in.getLong(Long.BYTES);
        return ((int) crc.getValue() ^ salt) == Segment.checksum(word) ? length : 0;
    }

    private ByteBuffer bytes() {
        MappedByteBuffer read = bytes;
        if (read == null) {
            read = map();
            bytes = read;
        }
        return read;
    }

    private MappedByteBuffer map() {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            MappedByteBuffer all = file.map(MapMode.READ_ONLY, 0, file.size());
            if (all.capacity() < Segment.FIRST || all.getLong(0) != Segment.MAGIC) {
                Mappings.end(all);
                return file.map(MapMode.READ_ONLY, 0, 0);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody reads it any more. */
    void close() {
        MappedByteBuffer read = bytes;
        bytes = null;
        if (read != null) {
            Mappings.end(read);
        }
    }

    @Override
    public void advance() {
        position = next;
    }

    @Override
    public boolean isFinished() {
        ByteBuffer in = bytes();
        return position > in.capacity() - Long.BYTES;
    }
}
