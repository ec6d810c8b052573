package io.keywell.waiting;

import io.keywell.waiting.NeighbourNote.Noted;
import io.keywell.waiting.NeighbourNote.NotedLine;
import io.keywell.waiting.NeighbourNote.NotedPromise;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes as bytes: a version, then numbers of seven bits a byte, lowest first; about 15 bytes for each consumer. Only
 * the same version is understood: while replicas are replaced by newer ones each kind is fair among its own.
 */
final class NoteFormat {

    /** Lines, and consumers over all lines, that a note may hold. */
    static final int MOST = 512;

    /** Promises, and claims, that a note may hold. */
    static final int MOST_PROMISES = 128;

    private static final int VERSION = 1;
    private static final int MOST_NAME_BYTES = 1_024;
    private static final int MOST_WEIGHT = 1 << 20;

    /** Requests are told in eighths. */
    private static final double EIGHTHS = 8;

    private NoteFormat() {}

    static byte[] encode(NeighbourNote note) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(VERSION);
        putFixed(out, note.epoch());
        put(out, note.sequence());
        putLines(out, note.lines());
        put(out, note.promises().size());
        for (NotedPromise promise : note.promises()) {
            putFixed(out, promise.key());
            put(out, promise.atMillis());
            put(out, promise.atMillis() - promise.rank());
        }
        put(out, note.claimed().size());
        note.claimed().forEach(key -> putFixed(out, key));
        return out.toByteArray();
    }

    private static void putLines(ByteArrayOutputStream out, List<NotedLine> lines) {
        put(out, lines.size());
        for (NotedLine line : lines) {
            byte[] name = line.name().getBytes(StandardCharsets.UTF_8);
            put(out, name.length);
            out.writeBytes(name);
            put(out, line.served());
            put(out, line.consumers().size());
            for (Noted noted : line.consumers()) {
                putFixed(out, noted.consumer());
                put(out, noted.weight());
                put(out, Math.round(noted.present() * EIGHTHS));
                put(out, Math.round(noted.away() * EIGHTHS));
                put(out, noted.served());
            }
        }
    }

    /** Null for what is not a note of this version. */
    static @Nullable NeighbourNote decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != VERSION) {
                return null;
            }
            NeighbourNote note =
                    new NeighbourNote(in.getLong(), get(in, Long.MAX_VALUE), lines(in), promises(in), claimed(in));
            return in.hasRemaining() ? null : note;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private static List<NotedLine> lines(ByteBuffer in) {
        int count = (int) get(in, MOST);
        List<NotedLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[(int) get(in, MOST_NAME_BYTES)];
            in.get(name);
            long served = get(in, Long.MAX_VALUE);
            lines.add(new NotedLine(new String(name, StandardCharsets.UTF_8), served, consumers(in)));
        }
        return lines;
    }

    private static List<Noted> consumers(ByteBuffer in) {
        // The rest comes on top of those that are told one by one.
        int count = (int) get(in, MOST + 1);
        List<Noted> consumers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long consumer = in.getLong();
            int weight = (int) get(in, MOST_WEIGHT);
            double present = get(in, Integer.MAX_VALUE) / EIGHTHS;
            double away = get(in, Integer.MAX_VALUE) / EIGHTHS;
            consumers.add(new Noted(consumer, Math.max(1, weight), present, away, get(in, Long.MAX_VALUE)));
        }
        return consumers;
    }

    private static List<NotedPromise> promises(ByteBuffer in) {
        int count = (int) get(in, MOST_PROMISES);
        List<NotedPromise> promises = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long key = in.getLong();
            long at = get(in, Long.MAX_VALUE);
            promises.add(new NotedPromise(key, at, at - get(in, at)));
        }
        return promises;
    }

    private static List<Long> claimed(ByteBuffer in) {
        int count = (int) get(in, MOST_PROMISES);
        List<Long> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(in.getLong());
        }
        return keys;
    }

    private static void putFixed(ByteArrayOutputStream out, long value) {
        for (int shift = Long.SIZE - 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private static void put(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long get(ByteBuffer in, long most) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (value < 0 || value > most) {
                    break;
                }
                return value;
            }
        }
        throw new IllegalArgumentException("a number out of its bounds");
    }
}
