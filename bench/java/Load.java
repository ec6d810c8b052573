import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
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
              --lanes file        instead of url, model, keys and mix: lines of "share url model key"
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
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_CONNECTIONS = 8_000;
    private static final int SELECT_MILLIS = 10;

    private final Options options;
    private final long rate;
    private final boolean retrying;
    private final Lanes lanes;
    private final Selector selector = Selector.open();
    private final Map<InetSocketAddress, ArrayDeque<Connection>> idle = new HashMap<>();
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
        lanes = new Lanes(options);
        end = start + options.number("seconds", 10) * SECOND;
        from = start + options.number("lead-in", 0) * SECOND;
        results = new Results(start, from, end, options.has("log"));
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

    private void makeDue(long now) {
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
        return lanes.turn(made++);
    }

    private void make(Call call) {
        underWay++;
        Lanes.Lane lane = lanes.lane(call.consumer);
        Connection connection = idle(lane.server()).pollLast();
        if (connection == null && connections == MOST_CONNECTIONS) {
            backlog.add(call);
            return;
        }
        try {
            connection = connection == null ? connect(lane.server()) : connection;
        } catch (IOException refused) {
            count(call);
            return;
        }
        try {
            connection.send(call, request(lane, call));
        } catch (IOException broken) {
            // The selector tells of it too, and the connection has the call.
        }
    }

    /**
     * Where calls are retried no two bodies are alike, as with real callers: the gateway knows by the body that a call is
     * the retry of the one that it refused.
     */
    private byte[] request(Lanes.Lane lane, Call call) {
        return retrying ? lane.numbered(call.number) : lane.request();
    }

    private ArrayDeque<Connection> idle(InetSocketAddress server) {
        return idle.computeIfAbsent(server, any -> new ArrayDeque<>());
    }

    private Connection connect(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            channel.connect(server);
        } catch (IOException refused) {
            channel.close();
            throw refused;
        }
        connections++;
        return new Connection(server, channel, channel.register(selector, SelectionKey.OP_CONNECT), results::chunk);
    }

    private void onReady(SelectionKey ready) {
        Connection connection = (Connection) ready.attachment();
        try {
            if (connection.advance(buffer)) {
                Call call = connection.take();
                idle(connection.server()).add(connection);
                answered(call);
            }
        } catch (IOException broken) {
            connection.close();
            connections--;
            Call call = connection.take();
            if (call == null) {
                idle(connection.server()).remove(connection);
            } else {
                call.status = 0;
                answered(call);
            }
        }
    }

    private void count(Call call) {
        underWay--;
        call.done = System.nanoTime();
        results.add(call);
    }

    private void answered(Call call) {
        count(call);
        if (retrying && !call.retry && call.retryAfter >= 0 && call.code.equals("keys_exhausted")) {
            retries.add(new Call(call.number, call.done + call.retryAfter * SECOND, call.consumer, true));
        }
        if (!backlog.isEmpty()) {
            underWay--;
            make(backlog.poll());
        } else if (rate == 0 && call.done < end) {
            make(new Call(made, call.done, nextConsumer(), false));
        }
    }
}
