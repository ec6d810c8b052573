package io.keywell.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;

/**
 * Closes connections whose request head does not come to its end: each byte counts as life for the server's idle time-out,
 * and the server has no other. Connections that wait for their next request are not touched, nor those with a call under way.
 *
 * <p>The server builds a connection's pipeline by what is spoken there, which it knows after the handshake of TLS or after
 * the first bytes. So a guard stands at the entrance until that is decided, and then lets {@link RequestHeads} or
 * {@link FrameHeads} stand around the decoder. Those start a timer only for a head that does not come whole. The handshake
 * itself has a time-out of the server's.
 */
public final class SlowHeads {

    private SlowHeads() {}

    /** @param accepted a connection before its pipeline is made */
    public static void guard(Channel accepted, long timeoutMillis) {
        accepted.pipeline().addFirst(new Entrance(new HeadDeadline(accepted, timeoutMillis), false));
    }

    private static final class Entrance extends ChannelInboundHandlerAdapter {

        private final HeadDeadline deadline;
        private final boolean encrypted;

        /** @param encrypted this stands behind TLS */
        Entrance(HeadDeadline deadline, boolean encrypted) {
            this.deadline = deadline;
            this.encrypted = encrypted;
        }

        /**
         * Feeds one byte at a time while it is open what they mean, so that the decoder does not have a whole head before
         * somebody looks. Of HTTP/1 that is the first byte or two; the preface of HTTP/2 has 24.
         */
        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            ByteBuf bytes = (ByteBuf) read;
            while (bytes.isReadable()) {
                if (handedOver(context.pipeline())) {
                    deadline.stop();
                    context.pipeline().remove(this);
                    context.fireChannelRead(bytes);
                    return;
                }
                context.fireChannelRead(bytes.readRetainedSlice(1));
            }
            bytes.release();
            deadline.start();
        }

        private boolean handedOver(ChannelPipeline pipeline) {
            ChannelHandlerContext tls = encrypted ? null : pipeline.context(SslHandler.class);
            if (tls != null) {
                pipeline.addAfter(tls.name(), null, new Entrance(deadline, true));
                return true;
            }
            if (pipeline.context(HttpRequestDecoder.class) != null) {
                RequestHeads.stand(pipeline, deadline);
                return true;
            }
            if (pipeline.context(Http2ConnectionHandler.class) != null) {
                FrameHeads.stand(pipeline, deadline, encrypted);
                return true;
            }
            return false;
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            deadline.stop();
        }
    }
}
