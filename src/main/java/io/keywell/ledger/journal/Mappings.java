package io.keywell.ledger.journal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Ends mappings of files. The JDK ends one when the collector finds its buffer, which in an old generation is hours after
 * its file is gone: until then the file keeps its blocks on the disk and its pages count as memory of the process.
 */
final class Mappings {

    private static final @Nullable MethodHandle END = find();

    private Mappings() {}

    /** {@code sun.misc.Unsafe.invokeCleaner}, the one way up to Java 21; null where it is not to be had. */
    private static @Nullable MethodHandle find() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(type, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /**
     * Whoever looks at the buffer afterwards takes the process down: the caller knows that nobody does. Without the means
     * the mapping is left to the collector.
     */
    static void end(MappedByteBuffer mapping) {
        if (END == null) {
            return;
        }
        try {
            END.invoke((ByteBuffer) mapping);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
