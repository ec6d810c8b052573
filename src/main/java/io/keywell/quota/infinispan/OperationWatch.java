package io.keywell.quota.infinispan;

/** Told how long the cluster took for each operation, on any thread. */
@FunctionalInterface
public interface OperationWatch {

    /**
     * @param kind {@code read}, {@code create} or {@code swap} of a cell; {@code get} or {@code put} of the rest
     * @param nanos until the answer, or until it was given up
     * @param answered false when the outcome is not known
     */
    void done(String kind, long nanos, boolean answered);
}
