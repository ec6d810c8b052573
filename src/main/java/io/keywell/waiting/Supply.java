package io.keywell.waiting;

/** How much a line's capacity gives to all replicas together. */
final class Supply {

    /** A burst is remembered so long: the next one will be shared as if it were as large. */
    private static final double MEMORY_SECONDS = 60;

    private double flowing;
    private double most;

    void served(long requests) {
        flowing += requests;
    }

    void pass(double seconds) {
        most = Math.max(flowing, most * Math.exp(-seconds / MEMORY_SECONDS));
        flowing *= Math.exp(-seconds / Picture.HORIZON_SECONDS);
    }

    /** Requests that may be served within the horizon. */
    double expected() {
        return most;
    }
}
