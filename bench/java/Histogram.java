import java.util.Locale;

/** Counts durations in buckets that are at most 1/64 of their value wide. */
final class Histogram {

    private static final int BITS = 6;

    private final long[] buckets = new long[(64 - BITS) << BITS];
    private long count;

    void add(long nanos) {
        long value = Math.max(nanos, 1L << BITS);
        int shift = 63 - Long.numberOfLeadingZeros(value) - BITS;
        buckets[(shift << BITS) + (int) (value >>> shift) - (1 << BITS)]++;
        count++;
    }

    /** The upper edge, in microseconds, of the bucket that holds the quantile. */
    double quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        int i = 0;
        for (long seen = buckets[0]; seen < rank && i < buckets.length - 1; seen += buckets[i]) {
            i++;
        }
        long mantissa = (i & ((1 << BITS) - 1)) + (1 << BITS) + 1;
        return (mantissa << (i >>> BITS)) / 1e3;
    }

    /** Appends members named like {@code "chunk_p50_us":104.2}; zeros when nothing was counted. */
    void print(StringBuilder json, String prefix) {
        json.append(",\"").append(prefix).append("count\":").append(count);
        for (String percent : new String[] {"50", "90", "99", "99.9"}) {
            double micros = count == 0 ? 0 : quantile(Double.parseDouble(percent) / 100);
            json.append(String.format(Locale.ROOT, ",\"%sp%s_us\":%.1f", prefix, percent.replace(".", ""), micros));
        }
    }
}
