package io.keywell.simulator;

import io.keywell.simulator.Answers.Event;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/** Server-sent events, plain or in an odd form. */
final class ServerSentEvents implements Framing {

    static final Framing PLAIN = new ServerSentEvents(ServerSentEvents::plain);

    private static final Framing CRLF =
            new ServerSentEvents(event -> plain(event).replace("\n", "\r\n"));
    private static final Framing COMMENTS =
            new ServerSentEvents(event -> ": keep-alive\n\n:\n" + named(event) + "id: 1\n" + data(event));
    private static final Framing MULTILINE = new ServerSentEvents(
            event -> plain(new Event(event.name(), event.data().replaceFirst(",\"", ",\ndata: \""))));

    private final Function<Event, String> form;

    private ServerSentEvents(Function<Event, String> form) {
        this.form = form;
    }

    @Override
    public String type() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public Buffer frame(Event event) {
        return Buffer.buffer(event.isComment() ? ": " + event.data() + "\n\n" : form.apply(event));
    }

    @Override
    public Framing odd(Fault fault) {
        return switch (fault) {
            case SSE_CRLF -> CRLF;
            case SSE_COMMENTS -> COMMENTS;
            case SSE_MULTILINE -> MULTILINE;
            default -> this;
        };
    }

    private static String plain(Event event) {
        return (event.name() == null ? "" : named(event)) + data(event);
    }

    private static String named(Event event) {
        return "event: " + (event.name() == null ? "message" : event.name()) + "\n";
    }

    private static String data(Event event) {
        return "data: " + event.data() + "\n\n";
    }
}
