package io.keywell.catalog.config;

import io.keywell.catalog.Budget;
import io.keywell.catalog.Window;
import io.keywell.catalog.Window.Period;
import io.keywell.core.Cost;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code budget} of a consumer or a team. */
final class BudgetReader {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MICRO_PLACES = 6;

    private final Fields fields;
    private final Findings findings;

    BudgetReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    /** Null when there is none, or a wrong one, which is reported. */
    @Nullable
    Budget read(Node node) {
        if (!node.isPresent()) {
            return null;
        }
        checkCurrency(node.child("currency"));
        Period period = fields.oneOf(node.child("period"), Period.class, Period.MONTH);
        Window.Calendar window = new Window.Calendar(period, zone(node.child("zone")));
        double soft = soft(node.child("soft"));
        long micros = micros(node.child("amount"));
        return micros < 1 ? null : new Budget(micros, window, soft);
    }

    private long micros(Node node) {
        String text = node.value();
        if (text == null) {
            findings.add(Problem.missing(node.path(), "an amount of money such as 50.00"));
            return 0;
        }
        String expected = "an amount of money such as 50.00, above 0";
        try {
            BigDecimal amount = new BigDecimal(text.replace("_", ""));
            if (amount.signum() > 0) {
                if (amount.compareTo(BigDecimal.valueOf(Budget.MOST, MICRO_PLACES)) <= 0) {
                    // What is less than the smallest amount that is counted is that amount.
                    return amount.movePointRight(MICRO_PLACES)
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact();
                }
                expected = "at most "
                        + BigDecimal.valueOf(Budget.MOST, MICRO_PLACES).toBigInteger();
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        findings.add(Problem.wrong(node.path(), text, expected));
        return 0;
    }

    /** Prices are in one currency, so what is spent cannot be compared with another. */
    private void checkCurrency(Node node) {
        String code = node.value();
        if (code == null || code.toUpperCase(Locale.ROOT).equals(Cost.CURRENCY)) {
            return;
        }
        boolean plausible = CURRENCY.matcher(code.toUpperCase(Locale.ROOT)).matches();
        String expected =
                plausible ? Cost.CURRENCY + ", the currency of prices" : "a currency of three letters such as USD";
        findings.add(Problem.wrong(node.path(), code, expected));
    }

    private ZoneId zone(Node node) {
        String text = node.value();
        if (text == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            findings.add(Problem.wrong(node.path(), text, "a time zone, as in UTC or Europe/Berlin"));
            return ZoneOffset.UTC;
        }
    }

    private double soft(Node node) {
        String text = node.value();
        if (text == null) {
            return Budget.DEFAULT_SOFT;
        }
        try {
            double part = Double.parseDouble(text);
            if (part > 0 && part <= 1) {
                return part;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        findings.add(Problem.wrong(node.path(), text, "a part of the budget above 0 and at most 1, as in 0.8"));
        return Budget.DEFAULT_SOFT;
    }
}
