package io.keywell.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Heads of HTTP/2. Not whole is: the preface, a frame that is not data and has begun, and a block of headers until the frame
 * that ends it. Only lengths, types and one flag are read; everything else is for the decoder behind.
 */
final class FrameHeads extends ChannelInboundHandlerAdapter {

    private static final int HEAD = Http2CodecUtil.FRAME_HEADER_LENGTH;
    private static final int TYPE_AT = 3;
    private static final int FLAGS_AT = 4;

    private final HeadDeadline deadline;

    /** Bytes of the preface, or of a frame's content, that are still to come. */
    private int rest;

    /** Bytes of a frame's own head that have come; none between frames. */
    private int seen;

    private int length;
    private int type;
    private int flags;
    private boolean preface;
    private boolean block;

    private FrameHeads(HeadDeadline deadline, boolean preface) {
        this.deadline = deadline;
        this.preface = preface;
        this.rest = preface ? Http2CodecUtil.connectionPrefaceBuf().readableBytes() : 0;
    }

    /** @param preface it is still to come */
    static void stand(ChannelPipeline pipeline, HeadDeadline deadline, boolean preface) {
        ChannelHandlerContext decoder = pipeline.context(Http2ConnectionHandler.class);
        pipeline.addBefore(decoder.name(), null, new FrameHeads(deadline, preface));
        deadline.unless(
                () -> ((Http2ConnectionHandler) decoder.handler()).connection().numActiveStreams() > 0);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        boolean ended = false;
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (preface || seen == HEAD) {
                int here = Math.min(rest, bytes.writerIndex() - at);
                at += here;
                rest -= here;
            } else {
                head(bytes.getUnsignedByte(at++));
            }
            ended |= ended();
        }
        boolean pending = preface || block || seen > 0 && !(seen == HEAD && type == Http2FrameTypes.DATA);
        if (ended || !pending) {
            deadline.stop();
        }
        if (pending) {
            deadline.start();
        }
        context.fireChannelRead(read);
    }

    private void head(int value) {
        if (seen < TYPE_AT) {
            length = seen == 0 ? value : length << Byte.SIZE | value;
        } else if (seen == TYPE_AT) {
            type = value;
        } else if (seen == FLAGS_AT) {
            flags = value;
        }
        seen++;
        rest = length;
    }

    /** True when what may not take longer than a head has come to its end. */
    private boolean ended() {
        if (rest > 0 || !preface && seen < HEAD) {
            return false;
        }
        if (preface) {
            preface = false;
            return true;
        }
        seen = 0;
        if (type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION) {
            block = (flags & Http2Flags.END_HEADERS) == 0;
        }
        return !block;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.stop();
    }
}
