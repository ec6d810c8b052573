package io.keywell.simulator;

import io.keywell.simulator.FaultRule.Act;
import io.keywell.simulator.Script.Ending;
import io.keywell.simulator.Script.Rhythm;
import io.keywell.simulator.SimulatorSettings.Pace;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives answers at the provider's pace, good ones and bad ones. */
final class Player {

    private static final String HTML = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
            + "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

    /** Two, three and four bytes to a character. */
    private static final List<String> NOT_ASCII =
            List.of("h\u00e9llo ", "w\u00f6rld ", "\u6f22\u5b57 ", "\ud83d\ude00", " \u20ac.");

    private final long latencyMillis;
    private final Rhythm streamRhythm;

    Player(Pace pace) {
        this.latencyMillis = pace.latency().toMillis();
        this.streamRhythm =
                new Rhythm(pace.firstToken().toMillis(), pace.tokenInterval().toMillis());
    }

    /** Answers a chat or a completion. */
    void play(Call call, Reply reply, @Nullable Act act) {
        if (act == null) {
            playGood(call, reply);
            return;
        }
        if (playError(call, act, reply.model())) {
            return;
        }
        String blocked =
                act.fault() == Fault.CONTENT_FILTER ? call.family().answers().blocked(reply) : null;
        if (blocked != null) {
            playBlocked(call, reply.ask(), blocked);
            return;
        }
        Reply said = act.fault() == Fault.UTF8_SPLIT ? reply.withPieces(NOT_ASCII) : reply;
        reply.ask().array |= act.fault() == Fault.JSON_ARRAY;
        if (reply.ask().stream && act.fault() != Fault.ERROR_IN_200) {
            Answers.Events events = call.family().answers().events(said);
            play(
                    call,
                    StreamScript.faulty(
                            events,
                            overloaded(call),
                            act,
                            call.family().answers().framing(said.ask()),
                            streamRhythm));
        } else {
            play(call, act, call.family().answers().json(said, act.fault() != Fault.USAGE_MISSING));
        }
    }

    private void playBlocked(Call call, Ask ask, String blocked) {
        if (ask.stream) {
            Framing framing = call.family().answers().framing(ask);
            play(call, StreamScript.of(new Answers.Event(null, blocked), framing, streamRhythm));
        } else {
            sendLater(call, blocked);
        }
    }

    /** Answers with a JSON document: embeddings, models. */
    void play(Call call, @Nullable String model, String json, @Nullable Act act) {
        if (act == null) {
            sendLater(call, json);
        } else if (!playError(call, act, model)) {
            play(call, act, json);
        }
    }

    private void playGood(Call call, Reply reply) {
        if (reply.ask().stream) {
            Answers answers = call.family().answers();
            play(call, StreamScript.good(answers.events(reply), answers.framing(reply.ask()), streamRhythm));
        } else {
            sendLater(call, call.family().answers().json(reply, true));
        }
    }

    private void sendLater(Call call, String json) {
        call.after(latencyMillis, () -> {
            call.head(200, JsonScript.TYPE);
            call.send(json);
        });
    }

    private void play(Call call, Act act, String json) {
        boolean isError =
                switch (act.fault()) {
                    case ERROR_IN_200, ERROR_EVENT_FIRST, ERROR_EVENT_LATER -> true;
                    default -> false;
                };
        Buffer body = Buffer.buffer(isError ? overloaded(call) : json);
        play(call, JsonScript.of(body, act, new Rhythm(latencyMillis, 0)));
    }

    private static String overloaded(Call call) {
        return call.json(call.family().errors().overloaded(), null);
    }

    /** The faults that are no distortion of a good answer; false when this is none of them. */
    private boolean playError(Call call, Act act, @Nullable String model) {
        ErrorAnswer error = call.family().errors().of(act.fault());
        if (error != null) {
            call.after(latencyMillis, () -> call.fail(error, model));
            return true;
        }
        switch (act.fault()) {
            case CANNED -> call.after(latencyMillis, () -> call.say(act.canned()));
            case HANG -> {}
            case RESET_BEFORE_HEAD -> call.after(latencyMillis, call::reset);
            case BAD_GATEWAY_HTML ->
                call.after(latencyMillis, () -> {
                    call.response().setStatusCode(502).putHeader("content-type", "text/html");
                    call.send(HTML);
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void play(Call call, Script script) {
        call.after(script.rhythm().first(), () -> new Playback(call, script).begin());
    }

    /** A script on its way; waits for a slow reader. */
    private static final class Playback {

        /** Time for a head to arrive before the reset that would overtake it. */
        private static final int BEFORE_RESET_MILLIS = 20;

        private final Call call;
        private final Script script;
        private int next;

        Playback(Call call, Script script) {
            this.call = call;
            this.script = script;
        }

        void begin() {
            if (call.over()) {
                return;
            }
            call.head(200, script.contentType());
            if (script.encoding() != null) {
                call.response().putHeader("content-encoding", script.encoding());
            }
            if (script.announced() == Script.CHUNKED) {
                call.response().setChunked(true);
            } else {
                call.response().putHeader("content-length", Integer.toString(script.announced()));
            }
            if (script.frames().isEmpty() && script.ending() != Ending.END) {
                write(Buffer.buffer());
            }
            proceed();
        }

        private void proceed() {
            while (!call.over() && next < script.frames().size()) {
                write(script.frames().get(next++));
                boolean last = next == script.frames().size();
                if (call.response().writeQueueFull()) {
                    call.response().drainHandler(drained -> resume());
                    return;
                }
                if (!last && script.rhythm().interval() > 0) {
                    call.after(script.rhythm().interval(), this::proceed);
                    return;
                }
            }
            finish();
        }

        private void resume() {
            call.response().drainHandler(null);
            proceed();
        }

        private void finish() {
            if (call.over()) {
                return;
            }
            switch (script.ending()) {
                case END -> call.response().end().onFailure(Call.ignoreGone());
                case CUT -> call.cut();
                case RESET -> call.after(BEFORE_RESET_MILLIS, call::reset);
                case SILENCE -> {}
            }
        }

        private void write(Buffer frame) {
            call.response().write(frame).onFailure(Call.ignoreGone());
        }
    }
}
