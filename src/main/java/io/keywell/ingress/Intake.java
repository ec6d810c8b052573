package io.keywell.ingress;

/** Takes a request's body in. */
interface Intake {

    void start();

    /** Bytes that the body holds of the replica's share; given back when the call is over. */
    long held();
}
