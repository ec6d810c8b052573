package io.keywell.waiting;

/** What the replicas of a {@link Cluster} take their permits from. */
interface Pool {

    /** One replica's side. */
    Tap tap(int number, long offsetMillis);

    /** Permits that were taken so far. */
    long used();

    /** Permits a millisecond that may be used at most. */
    double capacity();

    interface Tap {

        boolean take();

        long retryAt();

        long grantable(long untilMillis, long enough);

        void share(Claim claim);

        void onFreed(Runnable listener);

        /** What it has is lost. */
        void crash();
    }
}
