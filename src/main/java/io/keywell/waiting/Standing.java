package io.keywell.waiting;

/** What a consumer was given by all replicas, in requests for each unit of its weight. */
final class Standing {

    /** Only differences between consumers of a line mean anything. */
    double received;

    /** Came anew, or took all that it wanted: it saves nothing up, and the others are not measured by it. */
    boolean content = true;

    long wantedNanos;
    private boolean contentNow;
    private double least;
    private double most;

    void beginWeighing(long nowNanos) {
        wantedNanos = nowNanos;
        contentNow = true;
        least = Double.POSITIVE_INFINITY;
        most = Double.NEGATIVE_INFINITY;
    }

    /** How it does in one of its lines, where standings from {@code from} to {@code to} are remembered. */
    void weighed(boolean contentThere, double from, double to) {
        contentNow &= contentThere;
        least = Math.min(least, from);
        most = Math.max(most, to);
    }

    void endWeighing() {
        content = contentNow;
        received = Math.min(most, Math.max(least, received));
    }
}
