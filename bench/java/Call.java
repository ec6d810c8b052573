/** One request and what came of it. Instants are {@link System#nanoTime()}. */
final class Call {

    /** Which request it is; a retry is the same request again. */
    final long number;

    final long due;
    final int consumer;
    /** Made a second time, at the instant that the first refusal named. */
    final boolean retry;

    long done;
    /** 0 = the connection broke. */
    int status;
    /** For a stream: the closing {@code [DONE]} came. */
    boolean complete;
    /** Seconds; -1 = not said. */
    long retryAfter = -1;
    /** {@code error.code} of an answer that is not 200. */
    String code = "";
    String key = "";
    String waitedMillis = "";
    /** The call's id in the gateway's ledger. */
    String id = "";

    Call(long number, long due, int consumer, boolean retry) {
        this.number = number;
        this.due = due;
        this.consumer = consumer;
        this.retry = retry;
    }
}
