package io.keywell.governance.admin;

import io.keywell.governance.admin.Refused.FieldError;
import io.keywell.ledger.UsageQuestion;
import io.keywell.ledger.UsageQuestion.Bucket;
import io.keywell.ledger.UsageQuestion.Dimension;
import io.keywell.ledger.UsageRow;
import io.vertx.core.json.JsonArray;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of {@code /usage}; everything that is wrong is told at once. */
final class UsageParameters {

    static final int USUAL = 100;
    static final int MOST = 10_000;

    private static final Set<String> OTHERS = Set.of("from", "to", "bucket", "by", "cursor", "limit", "format");

    private final MultivaluedMap<String, String> given;
    private final List<FieldError> errors = new ArrayList<>();

    private UsageParameters(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    /** Refused when something is not understood. Without a time, it is the last 24 hours. */
    static UsageQuestion read(MultivaluedMap<String, String> given, Instant now) {
        return new UsageParameters(given).question(now);
    }

    private UsageQuestion question(Instant now) {
        unknown();
        Instant to = time("to", now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));
        Instant from = time("from", to.minus(Duration.ofDays(1)));
        if (errors.isEmpty() && !from.isBefore(to)) {
            errors.add(new FieldError("from", given.getFirst("from"), "a time before 'to'"));
        }
        Bucket bucket = bucket();
        List<Dimension> by = by();
        Map<Dimension, List<String>> only = only();
        List<String> tags = only.getOrDefault(Dimension.TAG, List.of());
        if (tags.size() > 1 && !by.contains(Dimension.TAG)) {
            errors.add(new FieldError("tag", String.join(" ", tags), "one tag, or by=tag: a call may have both"));
        }
        List<String> after = after(bucket, by);
        int limit = limit();
        if (!errors.isEmpty()) {
            throw Refused.invalid(errors);
        }
        return new UsageQuestion(from, to, bucket, by, only, after, limit);
    }

    private void unknown() {
        for (String name : given.keySet()) {
            if (!OTHERS.contains(name) && dimension(name) == null) {
                errors.add(new FieldError(
                        name, null, "one of " + names() + ", from, to, bucket, by, cursor, limit, format"));
            }
        }
    }

    private Instant time(String name, Instant otherwise) {
        String text = given.getFirst(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            Instant time = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (time.equals(time.truncatedTo(ChronoUnit.MINUTES))) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        errors.add(new FieldError(name, text, "a date or a whole minute, as 2026-03-01 or 2026-03-01T12:00:00Z"));
        return otherwise;
    }

    private Bucket bucket() {
        String text = given.getFirst("bucket");
        if (text == null || text.isBlank()) {
            return Bucket.NONE;
        }
        for (Bucket bucket : Bucket.values()) {
            if (bucket.name().toLowerCase(Locale.ROOT).equals(text)) {
                return bucket;
            }
        }
        errors.add(new FieldError("bucket", text, "none, minute, hour, day or month"));
        return Bucket.NONE;
    }

    private List<Dimension> by() {
        List<Dimension> by = new ArrayList<>();
        for (String name : values("by")
                .flatMap(text -> Stream.of(text.split(",")))
                .map(String::strip)
                .toList()) {
            Dimension dimension = dimension(name);
            if (dimension == null) {
                errors.add(new FieldError("by", name, "one of " + names()));
            } else if (!by.contains(dimension)) {
                by.add(dimension);
            }
        }
        return by;
    }

    private Map<Dimension, List<String>> only() {
        Map<Dimension, List<String>> only = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            List<String> values = values(dimension.column()).toList();
            if (!values.isEmpty()) {
                only.put(dimension, values);
            }
        }
        return only;
    }

    private Stream<String> values(String name) {
        return given.getOrDefault(name, List.of()).stream().filter(value -> value.indexOf('\0') < 0);
    }

    private int limit() {
        String text = given.getFirst("limit");
        if (text == null || text.isBlank()) {
            return USUAL;
        }
        if (text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        errors.add(new FieldError("limit", text, "a whole number from 1 to " + MOST));
        return USUAL;
    }

    private List<String> after(Bucket bucket, List<Dimension> by) {
        String cursor = given.getFirst("cursor");
        if (cursor == null || cursor.isEmpty()) {
            return List.of();
        }
        try {
            List<String> last = new JsonArray(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8))
                    .stream().map(String.class::cast).toList();
            int expected = by.size() + (bucket == Bucket.NONE ? 0 : 1);
            if (!last.isEmpty() && last.size() == expected) {
                if (bucket != Bucket.NONE) {
                    Instant unused = Instant.parse(last.get(0));
                }
                return last;
            }
        } catch (RuntimeException e) {
            // Told below.
        }
        errors.add(new FieldError("cursor", cursor, "the 'next' of an earlier page of the same question"));
        return List.of();
    }

    /** Where the page after a row begins. */
    static String cursor(UsageRow last) {
        List<String> keys = new ArrayList<>(last.values());
        if (last.bucket() != null) {
            keys.add(0, last.bucket().toString());
        }
        byte[] text = new JsonArray(keys).encode().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static @Nullable Dimension dimension(String name) {
        for (Dimension dimension : Dimension.values()) {
            if (dimension.column().equals(name)) {
                return dimension;
            }
        }
        return null;
    }

    private static String names() {
        return Stream.of(Dimension.values()).map(Dimension::column).collect(Collectors.joining(", "));
    }
}
