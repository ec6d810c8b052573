package io.keywell.governance.live;

/** How the quota store is. */
public interface StoreStatus {

    /** Its name in configuration. */
    String name();

    /** What it lives in at present: {@code up}, or how it gets by. */
    String mode();

    /** Epoch milliseconds since which it has been in its mode. */
    long sinceMillis();

    /** Whether it can be asked. */
    boolean up();
}
