package io.keywell.quota.rule;

/** What a shared cell knows of one replica. Written by that replica alone, but for its removal. */
public final class ReplicaRow {

    /** Rates and parts are kept in 1/1000. */
    private static final double FRACTION = 1_000;

    final long id;
    long seenMillis;
    long lastLease;
    long leasedUntilMillis;
    long held;
    boolean shortOfHeld;
    private long demand;
    private long part;

    ReplicaRow(long id) {
        this.id = id;
    }

    /** The change by which it was last written. */
    public long lastLease() {
        return lastLease;
    }

    /** How many may be out at once there. */
    public long held() {
        return held;
    }

    /** Whether it would hold more if others had some to spare. */
    public boolean shortOfHeld() {
        return shortOfHeld;
    }

    /** Epoch milliseconds up to which it has leased ahead. */
    public void leasedUntil(long millis) {
        leasedUntilMillis = millis;
    }

    public void held(long slots, boolean tooFew) {
        held = slots;
        shortOfHeld = tooFew;
    }

    /**
     * @param perSecond requests that it was asked for
     * @param ofTheRest the part of what is left that it should get, 0..1; NaN = by its demand
     */
    public void demand(double perSecond, double ofTheRest) {
        demand = Math.round(perSecond * FRACTION);
        part = Double.isNaN(ofTheRest) ? 0 : 1 + Math.round(ofTheRest * FRACTION);
    }

    double perSecond() {
        return demand / FRACTION;
    }

    /** Whether it was said which part of what is left it should get. */
    public boolean hasPart() {
        return part > 0;
    }

    double part() {
        return (part - 1) / FRACTION;
    }

    void write(Packed.Writer out, long nowMillis) {
        out.fixed(id);
        out.number(Math.max(0, nowMillis - seenMillis));
        out.number(lastLease);
        out.number(Math.max(0, leasedUntilMillis - nowMillis));
        out.number(held << 1 | (shortOfHeld ? 1 : 0));
        out.number(demand);
        out.number(part);
    }

    static ReplicaRow read(Packed.Reader in, long nowMillis) {
        ReplicaRow row = new ReplicaRow(in.fixed());
        row.seenMillis = nowMillis - in.number();
        row.lastLease = in.number();
        row.leasedUntilMillis = nowMillis + in.number();
        long heldAndShort = in.number();
        row.held = heldAndShort >>> 1;
        row.shortOfHeld = (heldAndShort & 1) == 1;
        row.demand = in.number();
        row.part = in.number();
        return row;
    }
}
