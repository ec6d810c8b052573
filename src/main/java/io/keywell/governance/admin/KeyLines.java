package io.keywell.governance.admin;

import io.keywell.catalog.ConsumerKeys.Sha256;
import io.keywell.governance.admin.Refused.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys as lines of text: {@code secret}, {@code name,secret} or {@code name,secret,pool}. Blank lines and such that begin
 * with {@code #} do not count. A key without a name is named after its secret's hash, so that a line that comes again is
 * known again.
 */
final class KeyLines {

    /** Keys of one import. */
    static final int MOST = 10_000;

    private static final int NAMED_BY_BYTES = 6;

    /**
     * @param number of the line, from 1
     */
    record Line(int number, String name, String secret, @Nullable String pool) {}

    /** What became of a line that was not taken. */
    record Skipped(int line, @Nullable String name, String why) {}

    private final List<Line> taken = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    List<Line> taken() {
        return taken;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /**
     * Reads and checks lines.
     *
     * @param present names that are there already
     * @param pools names that a line may give as its pool
     * @param around the provider as configuration
     */
    static KeyLines read(
            String text, Set<String> present, Set<String> pools, ConfigRules rules, Map<String, String> around) {
        KeyLines lines = new KeyLines();
        Set<String> names = new HashSet<>(present);
        Set<String> secrets = new HashSet<>();
        int number = 0;
        for (String written : text.split("\\R", -1)) {
            number++;
            if (!written.isBlank() && !written.startsWith("#")) {
                Line line = parse(number, written.strip());
                if (secrets.add(line.secret())) {
                    lines.take(line, present, names, pools);
                } else {
                    // Counted in two pools it would be promised twice.
                    lines.skipped.add(new Skipped(number, null, "the secret stands on a line above already"));
                }
            }
        }
        if (lines.taken.size() > MOST) {
            throw Refused.invalid("", lines.taken.size() + " keys", "at most " + MOST + " keys in one call");
        }
        lines.obey(rules, around);
        return lines;
    }

    private static Line parse(int number, String written) {
        String[] parts = written.split("\\s*,\\s*", 3);
        if (parts.length == 1) {
            return new Line(number, nameOf(parts[0]), parts[0], null);
        }
        return new Line(number, parts[0], parts[1], parts.length == 3 && !parts[2].isBlank() ? parts[2] : null);
    }

    /** The name of a key that was given none. */
    static String nameOf(String secret) {
        return "key-" + HexFormat.of().formatHex(Sha256.of(secret).bytes(), 0, NAMED_BY_BYTES);
    }

    private void take(Line line, Set<String> present, Set<String> names, Set<String> pools) {
        if (!ConfigRules.name(line.name()).isEmpty()) {
            skipped.add(new Skipped(
                    line.number(), null, "expected a name of 1 to 64 letters, digits, dots, dashes, underscores"));
        } else if (!names.add(line.name())) {
            boolean there = present.contains(line.name());
            skipped.add(new Skipped(
                    line.number(), line.name(), there ? "a key of that name exists" : "the name stands above already"));
        } else if (line.pool() != null && !line.pool().equals(line.name()) && !pools.contains(line.pool())) {
            skipped.add(new Skipped(line.number(), line.name(), "the provider has no pool " + line.pool()));
        } else {
            taken.add(line);
        }
    }

    /** All lines are read as one configuration. */
    private void obey(ConfigRules rules, Map<String, String> around) {
        Map<String, String> properties = new HashMap<>(around);
        String prefix = ProviderKind.PREFIX + ".keys.";
        for (Line line : taken) {
            properties.put(prefix + "line-" + line.number() + ".secret", line.secret());
            properties.put(prefix + "line-" + line.number() + ".pool", line.pool() == null ? line.name() : line.pool());
        }
        Map<Integer, String> wrong = new HashMap<>();
        for (FieldError error : rules.check(Json.object(), prefix + "line-", properties)) {
            String digits = error.path().replaceAll("^/?(\\d+).*", "$1");
            wrong.put(Integer.parseInt(digits), "expected " + error.expected().replaceAll("line-(\\d+)", "line $1"));
        }
        taken.removeIf(line -> {
            String why = wrong.get(line.number());
            if (why != null) {
                skipped.add(new Skipped(line.number(), line.name(), why));
            }
            return why != null;
        });
        skipped.sort(Comparator.comparingInt(Skipped::line));
    }
}
