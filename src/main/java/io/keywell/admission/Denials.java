package io.keywell.admission;

import io.keywell.catalog.Allowance;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.quota.Decision.Denied;
import io.keywell.quota.Decision.Reason;

/** What a caller is told whose allowance does not permit its request. */
final class Denials {

    private Denials() {}

    static GatewayError tell(Denied denied, Allowance from) {
        String whose = from.shared() ? "This key's team's" : "This key's own";
        String kind = from.budget() == null ? "limit" : "budget";
        if (denied.reason() != Reason.USED_UP) {
            String message = whose + " " + kind + " cannot be checked at present; try again.";
            return GatewayError.of(Kind.GATEWAY_OVERLOADED, message);
        }
        return from.budget() == null ? limited(denied, from, whose) : spent(denied, whose);
    }

    private static GatewayError limited(Denied denied, Allowance from, String whose) {
        String limit = denied.dimension().key();
        String whole = from.shared() ? "this key's team's" : "this key's";
        return denied.never()
                ? GatewayError.of(
                        Kind.CONSUMER_RATE_LIMITED,
                        "The request is larger than " + whole + " whole limit of " + limit + ".")
                : GatewayError.of(Kind.CONSUMER_RATE_LIMITED, whose + " limit of " + limit + " is used up.")
                        .retryAt(denied.retryAtMillis());
    }

    private static GatewayError spent(Denied denied, String whose) {
        return denied.never()
                ? GatewayError.of(Kind.BUDGET_EXHAUSTED, whose + " whole budget is less than this request may cost.")
                : GatewayError.of(Kind.BUDGET_EXHAUSTED, whose + " budget has less left than this request may cost.")
                        .retryAt(denied.retryAtMillis());
    }
}
