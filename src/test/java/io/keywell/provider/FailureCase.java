package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.core.Dimension;
import io.keywell.core.Failure;
import io.keywell.core.Failure.Scope;
import io.keywell.core.Failure.Source;
import io.keywell.core.FailureClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One case of {@code failures.txt}, whose head explains the format. */
public record FailureCase(
        String title, String vendor, int status, Map<String, String> headers, String body, Expected expected) {

    static final long NOW = Instant.parse("2026-10-15T12:00:00Z").toEpochMilli();
    private static final int INSIDE = 0;

    public record Expected(
            FailureClass type,
            Scope scope,
            Dimension dimension,
            long until,
            Source source,
            long limit,
            String code,
            String param) {}

    Failure classify() {
        return classifiedAt(NOW);
    }

    /** What the answer means at another time than that of the table: stated instants are then nearer or past. */
    public Failure classifiedAt(long nowMillis) {
        ProviderAdapter adapter = Vendors.adapter(vendor);
        Bytes bytes = Bytes.of(body.getBytes(StandardCharsets.UTF_8));
        return status == INSIDE
                ? adapter.classifyInside(bytes, nowMillis)
                : adapter.classify(status, headers::get, bytes, nowMillis);
    }

    /** The rule that decides. */
    FailureRule rule() {
        ErrorFacts facts = ErrorExtract.read(Bytes.of(body.getBytes(StandardCharsets.UTF_8)));
        VendorRow row = Vendors.TABLE.stream()
                .filter(r -> r.vendor().type().equals(vendor))
                .findFirst()
                .orElseThrow();
        return row.answers().rule(status == INSIDE ? FamilyRules.statusInside(facts) : status, facts);
    }

    @Override
    public String toString() {
        return vendor + " " + (status == INSIDE ? "inside" : status) + ": " + title;
    }

    public static List<FailureCase> all() {
        try (InputStream in = FailureCase.class.getResourceAsStream("failures.txt")) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(file.split("\n(?== )"))
                    .skip(1)
                    .map(FailureCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FailureCase parse(String block) {
        String[] lines = block.split("\n");
        String[] sides = lines[1].split(" -> ");
        String[] call = sides[0].split(" ");
        Map<String, String> headers = new HashMap<>();
        String body = "";
        for (String line : Arrays.asList(lines).subList(2, lines.length)) {
            if (line.matches("[a-z-]+: .*")) {
                headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            } else if (!line.isBlank()) {
                body = line;
            }
        }
        int status = call[1].equals("inside") ? INSIDE : Integer.parseInt(call[1]);
        return new FailureCase(lines[0].substring(2), call[0], status, headers, body, expected(sides[1]));
    }

    private static Expected expected(String words) {
        List<String> rest = new ArrayList<>(Arrays.asList(words.split(" ")));
        FailureClass type = FailureClass.valueOf(rest.remove(0));
        Dimension dimension = EnumSet.allOf(Dimension.class).stream()
                .filter(d -> rest.remove(d.name()))
                .findFirst()
                .orElse(null);
        Source source = rest.remove("HEADER") ? Source.HEADER : rest.remove("BODY") ? Source.BODY : Source.GUESSED;
        Scope scope = rest.remove("key") ? Scope.KEY : rest.remove("pool") ? Scope.POOL : Scope.USUAL;
        long until = 0;
        Map<String, String> named = new HashMap<>();
        for (String word : rest) {
            if (word.startsWith("+")) {
                until = NOW + Long.parseLong(word.substring(1));
            } else if (word.startsWith("@")) {
                until = Instant.parse(word.substring(1)).toEpochMilli();
            } else {
                String[] pair = word.split("=");
                if (pair.length != 2 || !List.of("limit", "code", "param").contains(pair[0])) {
                    throw new IllegalArgumentException("not understood: " + word.toLowerCase(Locale.ROOT));
                }
                named.put(pair[0], pair[1]);
            }
        }
        long limit = Long.parseLong(named.getOrDefault("limit", "0"));
        return new Expected(type, scope, dimension, until, source, limit, named.get("code"), named.get("param"));
    }
}
