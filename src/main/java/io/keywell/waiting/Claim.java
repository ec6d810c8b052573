package io.keywell.waiting;

/**
 * What this replica is due of a line's capacity while replicas share it. Claims on the same capacity may be added, line by
 * line, before the part is taken.
 *
 * @param mine what the fair turns of all replicas give to those who wait here, in requests over the next seconds
 * @param all the same for those who wait anywhere
 */
public record Claim(double mine, double all) {

    public static final Claim NONE = new Claim(0, 0);

    public Claim plus(Claim other) {
        return new Claim(mine + other.mine, all + other.all);
    }

    /** The part of the capacity that this replica should have, 0..1; NaN when nobody wants any elsewhere, or here. */
    public double part() {
        return mine > 0 && mine < all ? mine / all : Double.NaN;
    }
}
