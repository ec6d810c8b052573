package io.keywell.ledger.postgres;

import io.keywell.core.CallRecord;
import io.keywell.ledger.Tags;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sums by minute of calls that are all new to the ledger: made here, for a few of the database's microseconds for
 * each call.
 *
 * @param sums of each of {@link Sums#MEASURES}
 */
record Tally(Cell cell, long[] sums) {

    /** {@link Sums#DIMENSIONS} in their order, after tag and minute. */
    static final List<Column<Tally>> COLUMNS = Stream.concat(
                    Stream.of(
                            Column.<Tally>text("tag", tally -> tally.cell.tag),
                            new Column<Tally>("bucket", "timestamptz", OffsetDateTime.class, Tally::bucket),
                            Column.<Tally>text("consumer", tally -> tally.cell.consumer),
                            Column.<Tally>text("team", tally -> tally.cell.team),
                            Column.<Tally>text("model", tally -> tally.cell.model),
                            Column.<Tally>text("provider", tally -> tally.cell.provider),
                            Column.<Tally>text("key", tally -> tally.cell.key)),
                    IntStream.range(0, Sums.MEASURES.size())
                            .mapToObj(i -> Column.<Tally>number(Sums.MEASURES.get(i), tally -> tally.sums[i])))
            .toList();

    /** What a sum is kept by; as it is stored, so that no two rows have the same key. */
    record Cell(String tag, long minute, String consumer, String team, String model, String provider, String key) {

        static Cell of(CallRecord call, String tag) {
            return new Cell(
                    Column.storable(tag),
                    Math.floorDiv(call.startedMillis(), 60_000L),
                    Column.storable(call.consumer()),
                    orNone(call.team()),
                    Column.storable(call.modelLabel()),
                    orNone(call.provider()),
                    orNone(call.key()));
        }

        private static String orNone(@Nullable String name) {
            return name == null ? "" : Column.storable(name);
        }
    }

    private OffsetDateTime bucket() {
        return Instant.EPOCH.plus(cell.minute, ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC);
    }

    /**
     * @throws ArithmeticException when a sum is too large
     */
    static List<Tally> of(List<CallRecord> calls) {
        Map<Cell, long[]> sums = new HashMap<>();
        for (CallRecord call : calls) {
            add(call, "", sums);
            for (String tag : Tags.of(call.tags())) {
                add(call, tag, sums);
            }
        }
        List<Tally> tallies = new ArrayList<>(sums.size());
        sums.forEach((cell, sum) -> tallies.add(new Tally(cell, sum)));
        return tallies;
    }

    private static void add(CallRecord call, String tag, Map<Cell, long[]> sums) {
        Sums.add(call, sums.computeIfAbsent(Cell.of(call, tag), cell -> new long[Sums.MEASURES.size()]));
    }
}
