package io.keywell.quota.infinispan;

import io.keywell.quota.lease.CellCache.Refused;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What the client's exceptions mean. */
final class Failures {

    private Failures() {}

    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException || failure instanceof Refused) && cause != null
                ? cause
                : failure;
    }

    /** {@link Refused} when no server can have seen the operation. As no operation is sent twice, the exception tells. */
    static Throwable meaning(Throwable failure) {
        Throwable cause = cause(failure);
        for (Throwable root = cause; root != null; root = root.getCause()) {
            if (root instanceof ConnectException || root instanceof UnknownHostException) {
                return new Refused("no server answers", cause);
            }
        }
        return cause;
    }

    /** For the log: the innermost reason, in one line. */
    static String text(Throwable failure) {
        Throwable root = cause(failure);
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof TimeoutException || root instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
