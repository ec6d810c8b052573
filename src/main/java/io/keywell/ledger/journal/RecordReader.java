package io.keywell.ledger.journal;

import io.keywell.core.CallRecord;
import io.keywell.core.CallRecord.AttemptRecord;
import io.keywell.core.CallRecord.Outcome;
import io.keywell.core.Cost;
import io.keywell.core.Dialect;
import io.keywell.core.FailureClass;
import io.keywell.core.GatewayError;
import io.keywell.core.Operation;
import io.keywell.core.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RecordWriter} wrote. Used by one thread at a time. */
final class RecordReader {

    private final KnownNames names = new KnownNames();
    private ByteBuffer in = ByteBuffer.allocate(0);

    /**
     * @throws RuntimeException when a version of the gateway wrote it that this one does not know
     */
    CallRecord read(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != RecordWriter.VERSION) {
            throw new IllegalArgumentException("version " + version);
        }
        return record();
    }

    private CallRecord record() {
        return new CallRecord(
                id(),
                in.getLong(),
                needed(),
                text(),
                Dialect.valueOf(needed()),
                Operation.valueOf(needed()),
                needed(),
                needed(),
                text(),
                text(),
                text(),
                text(),
                Outcome.valueOf(needed()),
                error(text()),
                attempts(),
                usage(),
                cost(),
                flag(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                text());
    }

    private List<AttemptRecord> attempts() {
        int count = in.get();
        List<AttemptRecord> attempts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attempts.add(new AttemptRecord(needed(), needed(), needed(), failure(text())));
        }
        return attempts;
    }

    private Usage usage() {
        return new Usage(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), flag());
    }

    private @Nullable Cost cost() {
        return flag() ? new Cost(in.getLong(), in.getLong(), in.getLong(), in.getLong()) : null;
    }

    private static GatewayError.@Nullable Kind error(@Nullable String name) {
        return name == null ? null : GatewayError.Kind.valueOf(name);
    }

    private static @Nullable FailureClass failure(@Nullable String name) {
        return name == null ? null : FailureClass.valueOf(name);
    }

    private boolean flag() {
        return in.get() != 0;
    }

    /** The one text that no other record has. */
    private String id() {
        byte[] id = new byte[in.getShort() & 0xffff];
        in.get(id);
        return new String(id, StandardCharsets.UTF_8);
    }

    private String needed() {
        String text = text();
        if (text == null) {
            throw new IllegalArgumentException("a name is missing");
        }
        return text;
    }

    private @Nullable String text() {
        int size = in.getShort() & 0xffff;
        if (size == RecordWriter.NO_TEXT) {
            return null;
        }
        String text = names.of(in.array(), in.position(), size);
        in.position(in.position() + size);
        return text;
    }
}
