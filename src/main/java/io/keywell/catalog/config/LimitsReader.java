package io.keywell.catalog.config;

import io.keywell.catalog.Limits;
import io.keywell.catalog.Window;
import io.keywell.core.Dimension;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code requests-per-minute}, {@code concurrent} ... and their {@code window}. */
final class LimitsReader {

    /** Far above any vendor's limit, and far from an overflow of sums. */
    private static final long MOST = 1_000_000_000_000L;

    private static final String MIDNIGHT = "midnight:";

    private final Fields fields;
    private final Findings findings;

    LimitsReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    Limits read(Node node) {
        Window window = window(node.child("window"));
        List<Limits.Limit> limits = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            Node amount = node.child(dimension.key());
            if (dimension != Dimension.BUDGET && amount.isPresent()) {
                limits.add(new Limits.Limit(dimension, fields.amount(amount, 1, MOST, 1), window));
            }
        }
        return new Limits(limits);
    }

    private Window window(Node node) {
        String text = node.value();
        if (text == null || text.equals("sliding")) {
            return Window.SLIDING;
        }
        if (text.equals("fixed")) {
            return Window.FIXED;
        }
        if (text.startsWith(MIDNIGHT)) {
            try {
                return new Window.Midnight(ZoneId.of(text.substring(MIDNIGHT.length())));
            } catch (DateTimeException e) {
                // Reported below.
            }
        }
        findings.add(Problem.wrong(
                node.path(), text, "sliding, fixed or midnight:ZONE, as in midnight:America/Los_Angeles"));
        return Window.SLIDING;
    }
}
