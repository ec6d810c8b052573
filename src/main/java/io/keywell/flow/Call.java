package io.keywell.flow;

import io.keywell.admission.Admitted;
import io.keywell.core.Exchange;

/** One admitted request until its end. */
final class Call {

    private final Exchange exchange;
    private final Admitted.Allowed admitted;
    private boolean over;

    Call(Exchange exchange, Admitted.Allowed admitted) {
        this.exchange = exchange;
        this.admitted = admitted;
    }

    Exchange exchange() {
        return exchange;
    }

    Admitted.Allowed admitted() {
        return admitted;
    }

    /** True the first time: a call has one record. */
    boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }
}
