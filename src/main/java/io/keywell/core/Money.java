package io.keywell.core;

/**
 * An amount of money: whole micro-units, so that sums are exact. What overflows is refused with an
 * {@link ArithmeticException}, never wrapped.
 *
 * @param micros millionths of the currency's unit
 * @param currency three letters, as {@code USD}
 */
public record Money(long micros, String currency) {

    private static final long MICROS = 1_000_000;

    public Money {
        if (currency.length() != 3) {
            throw new IllegalArgumentException("a currency has three letters");
        }
    }

    /**
     * Rounds millionths of a micro-unit to the nearest micro-unit, a half to the even one, so that many small amounts are
     * not all rounded the same way.
     */
    static Money ofMillionthsOfMicros(long amount, String currency) {
        long whole = Math.floorDiv(amount, MICROS);
        long rest = Math.floorMod(amount, MICROS);
        boolean up = rest > MICROS / 2 || rest == MICROS / 2 && (whole & 1) == 1;
        return new Money(up ? whole + 1 : whole, currency);
    }

    /** Both must be of one currency. */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(currency + " and " + other.currency + " have no sum");
        }
        return new Money(Math.addExact(micros, other.micros), currency);
    }

    @Override
    public String toString() {
        long whole = Math.abs(micros / MICROS);
        long rest = Math.abs(micros % MICROS);
        String fraction = Long.toString(MICROS + rest).substring(1);
        return (micros < 0 ? "-" : "") + whole + "." + fraction + " " + currency;
    }
}
