package io.keywell.ingress;

import io.vertx.ext.web.Route;

/**
 * Where the paths of callers stand among all routes: after cross-origin rules, and before what authenticates operators and
 * looks for the resources of the admin API. Neither is for callers, and both cost every call some of its time.
 */
final class CallerPaths {

    /** Quarkus puts cross-origin rules at -300 and authentication at -200. */
    private static final int ORDER = -250;

    private CallerPaths() {}

    /** Routes of one order are tried in the order in which they were placed. */
    static Route place(Route route) {
        return route.order(ORDER);
    }
}
