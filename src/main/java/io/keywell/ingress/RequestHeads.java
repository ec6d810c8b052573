package io.keywell.ingress;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;

/**
 * Heads of HTTP/1: bytes that go into the decoder while no message comes out of it, and none is being received, are a head
 * that is not whole. A connection that becomes something else does so by a call that never ends here, and is left alone.
 */
final class RequestHeads {

    private final HeadDeadline deadline;
    private boolean atHead = true;
    private boolean bytes = true;
    private boolean message;
    private int calls;

    private RequestHeads(HeadDeadline deadline) {
        this.deadline = deadline;
    }

    /** @param pipeline with a decoder that has been given less than a head */
    static void stand(ChannelPipeline pipeline, HeadDeadline deadline) {
        RequestHeads heads = new RequestHeads(deadline);
        String decoder = pipeline.context(HttpRequestDecoder.class).name();
        String encoder = pipeline.context(HttpResponseEncoder.class).name();
        pipeline.addBefore(decoder, null, heads.new Before());
        pipeline.addAfter(encoder, null, heads.new After());
        deadline.unless(() -> heads.calls > 0);
    }

    private final class Before extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            bytes = true;
            context.fireChannelRead(read);
        }
    }

    private final class After extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            message = true;
            if (read instanceof HttpRequest) {
                deadline.stop();
                atHead = false;
                calls++;
            }
            if (read instanceof LastHttpContent) {
                atHead = true;
            }
            context.fireChannelRead(read);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (atHead && bytes && !message) {
                deadline.start();
            }
            bytes = false;
            message = false;
            context.fireChannelReadComplete();
        }

        @Override
        public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
            if (written instanceof LastHttpContent && !interim(written)) {
                calls--;
            }
            var unused = context.write(written, promise);
        }

        /** "100 Continue" is whole and yet no answer. */
        private boolean interim(Object written) {
            return written instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }

        /**
         * A caller that tears its connection. What is under way hears of its end, as of any other; passed on, each would
         * leave a line in the log, and with half a head a whole stack trace.
         */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                var unused = context.close();
            } else {
                context.fireExceptionCaught(cause);
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            deadline.stop();
        }
    }
}
