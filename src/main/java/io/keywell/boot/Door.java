package io.keywell.boot;

import io.keywell.ingress.IngressSettings;
import io.keywell.ingress.SlowHeads;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The callers' ports. To close an HTTP server is to close its connections as well, streams included, so the sockets that
 * listen are closed by themselves: whoever knocks is refused by the system and asks another replica. Until then whoever comes
 * in is watched for a head that drips.
 */
@Singleton
final class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);

    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final long headMillis;

    Door(Vertx vertx, IngressSettings settings) {
        this.vertx = vertx;
        this.headMillis = settings.headTimeout().toMillis();
    }

    void opened(@ObservesAsync HttpServerStart start, HttpServer server) {
        opened(server.getPort());
    }

    void opened(@ObservesAsync HttpsServerStart start, HttpServer server) {
        opened(server.getSecurePort());
    }

    /** @param port the one that was got, where any was asked for */
    private void opened(int port) {
        ports.add(port);
        each(port, listening -> listening.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object accepted) {
                SlowHeads.guard((Channel) accepted, headMillis);
                context.fireChannelRead(accepted);
            }
        }));
    }

    /** Closes what listens for callers; health and metrics stay to be asked. */
    void close() {
        for (int port : ports) {
            each(port, listening -> {
                LOG.infof("No new connections at port %d", port);
                var unused = listening.close();
            });
        }
    }

    /** What listens at the port, each on its own event loop. */
    private void each(int port, Consumer<Channel> action) {
        for (EventExecutor executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                var unused = loop.submit(
                        () -> listening(loop.registeredChannelsIterator(), port).forEach(action));
            }
        }
    }

    private static List<Channel> listening(Iterator<Channel> channels, int port) {
        List<Channel> found = new ArrayList<>(1);
        while (channels.hasNext()) {
            Channel channel = channels.next();
            if (channel instanceof ServerChannel
                    && channel.localAddress() instanceof InetSocketAddress address
                    && address.getPort() == port) {
                found.add(channel);
            }
        }
        return found;
    }
}
