package io.keywell.protocol.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Small damage to valid JSON: bytes dropped, doubled, exchanged or put in, ends cut off, pieces copied elsewhere. */
public final class Mutations {

    private static final byte[] INTERESTING =
            "{}[]\",:\\/tfn0123456789.-+eEu \t\r\n\0\u007F".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private Mutations() {}

    /** Runs {@code check} on damaged originals; a failure says the seed and the bytes. */
    public static void each(int rounds, List<String> originals, Consumer<byte[]> check) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            String original = originals.get(random.nextInt(originals.size()));
            byte[] body = of(original.getBytes(StandardCharsets.UTF_8), random);
            try {
                check.accept(body);
            } catch (RuntimeException | AssertionError failure) {
                String shown = new String(body, StandardCharsets.ISO_8859_1);
                throw new AssertionError("seed " + seed + ", round " + round + ": " + shown, failure);
            }
        }
    }

    private static byte[] of(byte[] original, Random random) {
        byte[] result = original;
        for (int left = random.nextInt(3); left >= 0 && result.length > 0; left--) {
            result = once(result, random);
        }
        return result;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] any = {INTERESTING[random.nextInt(INTERESTING.length)]};
        return switch (random.nextInt(7)) {
            case 0 -> splice(bytes, at, at + 1, NOTHING);
            case 1 -> splice(bytes, at, at, any);
            case 2 -> splice(bytes, at, at + 1, any);
            case 3 -> splice(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 4 -> splice(bytes, random.nextInt(4) == 0 ? at : bytes.length, bytes.length, NOTHING);
            case 5 -> {
                int from = random.nextInt(bytes.length);
                int to = Math.min(bytes.length, from + random.nextInt(30));
                yield splice(bytes, at, at, Arrays.copyOfRange(bytes, from, to));
            }
            default -> splice(bytes, at, at, new byte[] {' ', '\n'});
        };
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
