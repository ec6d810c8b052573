package io.keywell.ingress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowHeadsTest {

    private static final long TIMEOUT = 1_000;
    private static final String GET = "GET / HTTP/1.1\r\nhost: gateway\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nhost: gateway\r\ncontent-length: 4\r\n\r\n";

    private static final String PREFACE =
            HexFormat.of().formatHex(Http1xOrH2CHandler.HTTP_2_PREFACE.getBytes(US_ASCII));
    private static final String SETTINGS = "000000040000000000";
    private static final String PING = "000008060000000000" + "0102030405060708";

    /** Method GET, scheme http, path /. */
    private static final String BLOCK = "828684";

    private static final String HEADERS = "00000301050000000" + "1" + BLOCK;

    private final EmbeddedChannel connection = new EmbeddedChannel(new Server());

    SlowHeadsTest() {
        connection.freezeTime();
        SlowHeads.guard(connection, TIMEOUT);
    }

    @Test
    void aHeadThatDripsEndsItsConnection() {
        for (int i = 0; i < 9; i++) {
            send(GET.substring(i, i + 1));
            pass(100);
        }
        assertThat(connection.isOpen()).isTrue();

        send(GET.substring(9, 10));
        pass(200);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void oneByteIsTheBeginningOfAHead() {
        send("G");
        pass(TIMEOUT);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aHeadInPiecesThatComesInTimeIsServed() {
        send(GET.substring(0, 1));
        pass(500);
        send(GET.substring(1, 20));
        pass(900);
        send(GET.substring(20));
        answer();
        pass(10 * TIMEOUT);

        assertThat(connection.isOpen()).isTrue();
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void aConnectionThatHasNothingToSayIsLeftAlone() {
        pass(10 * TIMEOUT);
        send(GET);
        answer();
        pass(10 * TIMEOUT);
        send(GET);
        answer();
        pass(10 * TIMEOUT);

        assertThat(connection.isOpen()).isTrue();
        assertThat(taken()).isEqualTo(2);
    }

    @Test
    void aLaterHeadMayDripAsLittleAsTheFirst() {
        send(GET);
        answer();
        pass(10 * TIMEOUT);
        send("GE");
        pass(TIMEOUT);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aBodyHasTimeLimitsOfItsOwn() {
        send(POST + "1");
        pass(10 * TIMEOUT);
        send("234");

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void aCallUnderWayIsNotCutOffForTheNextHeadsSake() {
        send(GET + "GE");
        send("T");
        connection.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        pass(5 * TIMEOUT);
        connection.writeOutbound(new DefaultHttpContent(Unpooled.copiedBuffer("chunk", US_ASCII)));
        pass(5 * TIMEOUT);
        assertThat(connection.isOpen()).isTrue();

        connection.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        pass(TIMEOUT);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void toBeToldToGoOnIsNoAnswer() {
        send(POST);
        write(HttpResponseStatus.CONTINUE);
        send("1234" + "G");
        send("E");
        pass(5 * TIMEOUT);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void aTornConnectionIsClosedAndNoMatterForTheLog() {
        send(GET.substring(0, 9));
        connection.pipeline().fireExceptionCaught(new IOException("Connection reset"));

        // What reaches the end of the pipeline is logged there; this channel would throw it.
        connection.checkException();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void anythingElseThatGoesWrongIsPassedOn() {
        send(GET.substring(0, 9));
        connection.pipeline().fireExceptionCaught(new IllegalStateException("a fault of ours"));

        assertThatThrownBy(connection::checkException).hasMessage("a fault of ours");
    }

    @Test
    void aPrefaceThatStaysAwayEndsItsConnection() {
        frames(PREFACE.substring(0, 20));
        pass(TIMEOUT);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void anIdleConnectionOfHttp2MayPing() {
        frames(PREFACE + SETTINGS);
        for (int i = 0; i < 30; i++) {
            frames(PING);
            pass(TIMEOUT / 2);
        }

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void aFrameThatDripsEndsItsConnection() {
        frames(PREFACE + SETTINGS + PING + HEADERS.substring(0, 22));
        pass(TIMEOUT - 1);
        assertThat(connection.isOpen()).isTrue();

        pass(1);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void headersWithoutAnEndEndTheirConnection() {
        String open = HEADERS.replaceFirst("^(.{8})05", "$101");
        frames(PREFACE + SETTINGS + open);
        for (int i = 0; i < 9; i++) {
            frames("000000090000000001");
            pass(100);
        }
        assertThat(connection.isOpen()).isTrue();

        pass(100);

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void streamsUnderWayKeepTheirConnection() {
        frames(PREFACE
                + SETTINGS
                + HEADERS
                + HEADERS.replaceFirst("01828684$", "03828684").substring(0, 22));
        // Longer than a connection that says goodbye waits for its streams.
        pass(100 * TIMEOUT);

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void dataMayDrip() {
        String open = HEADERS.replaceFirst("^(.{8})05", "$104");
        frames(PREFACE + SETTINGS + open + "00000a000100000001" + "31");
        pass(10 * TIMEOUT);

        assertThat(connection.isOpen()).isTrue();
    }

    private void send(String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    private void frames(String hex) {
        connection.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private void answer() {
        write(HttpResponseStatus.OK);
    }

    private void write(HttpResponseStatus status) {
        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    private void pass(long millis) {
        connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        connection.runPendingTasks();
    }

    /** Whole requests that came through. */
    private int taken() {
        int taken = 0;
        for (Object read = connection.readInbound(); read != null; read = connection.readInbound()) {
            taken += read instanceof LastHttpContent ? 1 : 0;
            ReferenceCountUtil.release(read);
        }
        return taken;
    }

    /** Decides as the server does. */
    private static final class Server extends Http1xOrH2CHandler {

        @Override
        protected void configure(ChannelHandlerContext context, boolean http2) {
            ChannelHandler[] handlers = http2
                    ? new ChannelHandler[] {decoder()}
                    : new ChannelHandler[] {new HttpRequestDecoder(), new HttpResponseEncoder()};
            context.pipeline().addLast(handlers);
        }

        private static Http2ConnectionHandler decoder() {
            return new Http2ConnectionHandlerBuilder()
                    .server(true)
                    .frameListener(new Http2EventAdapter() {})
                    .build();
        }
    }
}
