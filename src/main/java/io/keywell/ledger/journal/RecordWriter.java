package io.keywell.ledger.journal;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.Cost;
import io.keywell.core.Usage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes records down as bytes. One for each thread; its buffer is used again. What a caller can make long is cut, so that
 * a record has a largest size. Enums are written by name: an older file is read by a newer version.
 */
final class RecordWriter {

    static final byte VERSION = 1;

    /** In characters: models, names and tags. */
    static final int LONGEST_TEXT = 1_024;

    static final int MOST_ATTEMPTS = 64;

    static final int NO_TEXT = 0xffff;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[1_024];
    private int length;

    /** The record's bytes, from the first; valid until the next is written. */
    byte[] bytes() {
        return bytes;
    }

    int checksum() {
        crc.reset();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Returns the number of bytes. */
    int write(CallRecord call) {
        length = 0;
        room(1);
        bytes[length++] = VERSION;
        text(call.id());
        number(call.startedMillis());
        text(call.consumer());
        text(call.team());
        text(call.dialect().name());
        text(call.operation().name());
        text(call.requestedModel());
        text(call.modelLabel());
        text(call.provider());
        text(call.upstreamModel());
        text(call.key());
        text(call.pool());
        text(call.outcome().name());
        text(call.error() == null ? null : call.error().name());
        attempts(call.attempts());
        usage(call.usage());
        cost(call.cost());
        flag(call.streamed());
        number(call.waitedNanos());
        number(call.overheadNanos());
        number(call.firstTokenNanos());
        number(call.totalNanos());
        text(call.tags());
        return length;
    }

    private void attempts(List<AttemptRecord> attempts) {
        int count = Math.min(attempts.size(), MOST_ATTEMPTS);
        room(1);
        bytes[length++] = (byte) count;
        for (int i = 0; i < count; i++) {
            AttemptRecord attempt = attempts.get(i);
            text(attempt.provider());
            text(attempt.pool());
            text(attempt.key());
            text(attempt.failure() == null ? null : attempt.failure().name());
        }
    }

    private void usage(Usage usage) {
        number(usage.input());
        number(usage.output());
        number(usage.cacheRead());
        number(usage.cacheWrite());
        number(usage.reasoning());
        flag(usage.estimated());
    }

    private void cost(@Nullable Cost cost) {
        flag(cost != null);
        if (cost != null) {
            number(cost.input());
            number(cost.output());
            number(cost.cacheRead());
            number(cost.cacheWrite());
        }
    }

    private void flag(boolean value) {
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    private void number(long value) {
        room(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    private void text(@Nullable String text) {
        if (text == null) {
            size(NO_TEXT);
            return;
        }
        int end = Math.min(text.length(), LONGEST_TEXT);
        room(2 + end);
        byte[] to = bytes;
        int from = length + 2;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c > '~') {
                utf8(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
                return;
            }
            to[from + i] = (byte) c;
        }
        size(end);
        length += end;
    }

    private void utf8(byte[] text) {
        size(text.length);
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void size(int value) {
        room(2);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
