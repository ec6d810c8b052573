import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A load generator for HTTP/1.1: one thread, non-blocking sockets with keep-alive, no dependency.
 *
 * <p>Open loop ({@code --rate}): calls leave at fixed instants whatever the server does, and latency counts from the
 * instant at which a call was due, so that a stalled server cannot hide behind calls that were never made. Closed loop
 * (no rate): each connection makes its next call when the last one is answered. {@code --stream} asks for server-sent
 * events and measures each chunk from the time stamp that {@link SseUpstream} writes into it.
 *
 * <p>Prints one line of JSON; {@code --log} also writes a line for each call. Without arguments it lists its options.
 */
public final class Load {

    private static final String USAGE =
            """
            java Load --url http://127.0.0.1:8080/v1/chat/completions
              --model name        model in the request (bench)
              --keys k1,k2        callers' keys, taken in turns (none)
              --mix 4,1           the callers' shares of the calls (equal)
              --rate n            open loop: calls a second; without it closed loop
              --connections n     closed loop: calls under way at once (1)
              --seconds n         length of the run, with its lead-in (10)
              --lead-in n         seconds at the start that are not counted (0)
              --drain n           seconds to wait at the end for what is under way (2)
              --body bytes        size of the request's body (256)
              --stream true       ask for a stream
              --retry true        after 429 keys_exhausted make the call once more, at its Retry-After
              --log file.csv      a line for each call
              --watch pid         a process whose CPU time in the measured period is of interest
            """;
    /** Stands in every body where a call has its number. */
    private static final String NUMBER = "0000000000";

    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_CONNECTIONS = 8_000;
    private static final int SELECT_MILLIS = 10;

    private final Options options;
    private final long rate;
    private final boolean retrying;
    private final InetSocketAddress server;
    private final List<byte[]> requests = new ArrayList<>();
    private final int[] turns;
    private final Selector selector = Selector.open();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Call> backlog = new ArrayDeque<>();
    private final PriorityQueue<Call> retries = new PriorityQueue<>(Comparator.comparingLong(call -> call.due));
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Results results;
    private final long start = System.nanoTime() + SECOND / 10;
    private final long from;
    private final long end;
    private int connections;
    private int underWay;
    private long made;

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.print(USAGE);
            System.exit(2);
        }
        new Load(new Options(args)).run();
    }

    private Load(Options options) throws IOException {
        this.options = options;
        rate = options.number("rate", 0);
        retrying = options.flag("retry");
        URI url = URI.create(options.text("url"));
        server = new InetSocketAddress(url.getHost(), url.getPort());
        String[] keys = options.text("keys", "none").split(",");
        for (String key : keys) {
            requests.add(request(url, key));
        }
        turns = turns(options.text("mix", "1" + ",1".repeat(keys.length - 1)).split(","));
        end = start + options.number("seconds", 10) * SECOND;
        from = start + options.number("lead-in", 0) * SECOND;
        results = new Results(start, from, end, options.has("log"));
    }

    /** A chat completion, padded to the wanted size. */
    private byte[] request(URI url, String key) {
        String open = "{\"model\":\"" + options.text("model", "bench") + "\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String close = "\"}],\"max_tokens\":16" + (options.flag("stream") ? ",\"stream\":true}" : "}");
        int padding = Math.max(1, (int) options.number("body", 256) - open.length() - close.length());
        String filling = (NUMBER + " " + "lorem ipsum ".repeat(padding / 12 + 1)).substring(0, Math.max(padding, 11));
        String body = open + filling + close;
        String head = "POST " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority()
                + "\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: " + body.length();
        return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** The order in which the callers take turns, evenly spread: weights 2,1 give 0 1 0. */
    private static int[] turns(String[] weights) {
        int[] weight = new int[weights.length];
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weight[i] = Integer.parseInt(weights[i]);
            sum += weight[i];
        }
        int[] credit = new int[weight.length];
        int[] turns = new int[sum];
        for (int turn = 0; turn < sum; turn++) {
            int best = 0;
            for (int i = 0; i < weight.length; i++) {
                credit[i] += weight[i];
                best = credit[i] > credit[best] ? i : best;
            }
            credit[best] -= sum;
            turns[turn] = best;
        }
        return turns;
    }

    private void run() throws IOException {
        if (rate > 0) {
            Thread pacer = new Thread(this::pace, "pacer");
            pacer.setDaemon(true);
            pacer.start();
        } else {
            for (long i = options.number("connections", 1); i > 0; i--) {
                make(new Call(made, System.nanoTime(), nextConsumer(), false));
            }
        }
        select(from);
        long before = watchedMicros();
        select(end);
        results.cpu(watchedMicros() - before);
        long drained = end + options.number("drain", 2) * SECOND;
        while (underWay > 0 && System.nanoTime() < drained) {
            selector.select(this::onReady, SELECT_MILLIS);
        }
        System.out.println(results.toJson(underWay));
        if (options.has("log")) {
            results.writeLog(options.text("log"));
        }
    }

    private void select(long until) throws IOException {
        for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
            makeDue(now);
            selector.select(this::onReady, SELECT_MILLIS);
        }
    }

    /** CPU time of the watched process so far, user and system; the kernel counts in ticks of 10 ms. */
    private long watchedMicros() throws IOException {
        if (!options.has("watch")) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc", options.text("watch"), "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])) * 10_000;
    }

    private void makeDue(long now) throws IOException {
        if (rate > 0) {
            for (long due = dueOf(made); due <= now; due = dueOf(made)) {
                make(new Call(made, due, nextConsumer(), false));
            }
        }
        while (!retries.isEmpty() && retries.peek().due <= now) {
            make(retries.poll());
        }
    }

    private long dueOf(long call) {
        return start + call * SECOND / rate;
    }

    /** Wakes the selector when a call is due: left alone it sleeps in whole milliseconds. */
    private void pace() {
        for (long call = 0; dueOf(call) < end; call++) {
            for (long left = dueOf(call) - System.nanoTime(); left > 0; left = dueOf(call) - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            selector.wakeup();
        }
    }

    private int nextConsumer() {
        return turns[(int) (made++ % turns.length)];
    }

    private void make(Call call) throws IOException {
        underWay++;
        Connection connection = idle.pollLast();
        if (connection == null && connections == MOST_CONNECTIONS) {
            backlog.add(call);
            return;
        }
        (connection == null ? connect() : connection).send(call, numbered(call));
    }

    /**
     * Where calls are retried no two bodies are alike, as with real callers: the gateway knows by the body that a call is
     * the retry of the one that it refused.
     */
    private byte[] numbered(Call call) {
        byte[] request = requests.get(call.consumer);
        if (!retrying) {
            return request;
        }
        byte[] numbered = request.clone();
        int at = new String(request, StandardCharsets.US_ASCII).indexOf(NUMBER);
        byte[] digits = String.format("%010d", call.number).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, numbered, at, digits.length);
        return numbered;
    }

    private Connection connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
        connections++;
        return new Connection(channel, channel.register(selector, SelectionKey.OP_CONNECT), results::chunk);
    }

    private void onReady(SelectionKey ready) {
        Connection connection = (Connection) ready.attachment();
        try {
            if (connection.advance(buffer)) {
                Call call = connection.take();
                idle.add(connection);
                answered(call);
            }
        } catch (IOException broken) {
            connection.close();
            connections--;
            Call call = connection.take();
            if (call == null) {
                idle.remove(connection);
            } else {
                call.status = 0;
                answered(call);
            }
        }
    }

    private void answered(Call call) {
        underWay--;
        call.done = System.nanoTime();
        results.add(call);
        if (retrying && !call.retry && call.retryAfter >= 0 && call.code.equals("keys_exhausted")) {
            retries.add(new Call(call.number, call.done + call.retryAfter * SECOND, call.consumer, true));
        }
        try {
            if (!backlog.isEmpty()) {
                underWay--;
                make(backlog.poll());
            } else if (rate == 0 && call.done < end) {
                make(new Call(made, call.done, nextConsumer(), false));
            }
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
    }
}
