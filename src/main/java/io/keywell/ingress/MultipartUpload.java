package io.keywell.ingress;

import io.keywell.core.Bytes;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import io.keywell.core.RequestFacts;
import io.keywell.core.Upload;
import io.keywell.ingress.Calls.Read;
import io.keywell.protocol.MultipartScan;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A form with a file, streamed. Its beginning is kept until the field that names the model was seen: that is little when
 * the field stands before the file, and the whole file, up to the largest body, when it stands behind it. From then on
 * the rest is read as fast as it is sent on. What came stays kept for another candidate as long as it is little more.
 */
final class MultipartUpload implements Intake, Upload {

    /** Kept beyond what had to be: enough to try another candidate when one refuses early. */
    private static final int KEPT_BEYOND = 1 << 20;

    private static final String MODEL = "model";

    private final HttpServerRequest request;
    private final MultipartScan scan;
    private final long max;
    private final Load load;
    private final Consumer<Read> found;
    private final Consumer<GatewayError> refused;

    private @Nullable Buffer kept = Buffer.buffer();
    private long keptAtMost;
    private long held;
    private boolean asked;
    private boolean over;
    private boolean gone;
    private @Nullable GatewayError mistake;
    private @Nullable Taker taker;

    /**
     * @param max the longest beginning
     * @param found called once, when the model is known
     * @param refused called in the place of it
     */
    MultipartUpload(
            HttpServerRequest request, long max, Load load, Consumer<Read> found, Consumer<GatewayError> refused) {
        this.request = request;
        this.scan = new MultipartScan(boundary(request.getHeader(Headers.CONTENT_TYPE)), MODEL);
        this.max = max;
        this.keptAtMost = max;
        this.load = load;
        this.found = found;
        this.refused = refused;
    }

    /** Whether the request is such a form. */
    static boolean isForm(HttpServerRequest request) {
        return !boundary(request.getHeader(Headers.CONTENT_TYPE)).isEmpty();
    }

    private static String boundary(@Nullable String type) {
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return "";
        }
        int at = type.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0) {
            return "";
        }
        String value = type.substring(at + "boundary=".length()).trim();
        if (value.startsWith("\"")) {
            int end = value.indexOf('"', 1);
            return end < 0 ? "" : value.substring(1, end);
        }
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).trim();
    }

    @Override
    public void start() {
        request.handler(this::piece);
        request.endHandler(ended -> end());
        // The caller is gone; its call hears of it by its cancellation.
        request.exceptionHandler(broken -> gone = true);
        request.resume();
    }

    @Override
    public long held() {
        return held;
    }

    private void piece(Buffer chunk) {
        if (gone || mistake != null) {
            return;
        }
        Bytes bytes = WholeBody.view(chunk);
        scan.pass(bytes.array(), bytes.offset(), bytes.end());
        String problem = scan.problem();
        if (problem != null) {
            tell(GatewayError.invalid("The form is not usable: " + problem + ".", MODEL));
            return;
        }
        keep(chunk);
        Taker to = taker;
        if (to != null) {
            to.piece(bytes);
        } else if (!asked && mistake == null && scan.value() != null) {
            request.pause();
            ask();
        }
    }

    private void keep(Buffer chunk) {
        Buffer all = kept;
        if (all == null) {
            return;
        }
        long length = (long) all.length() + chunk.length();
        if (length <= keptAtMost && (length <= held || hold(length))) {
            all.appendBuffer(chunk);
        } else if (asked) {
            letGo();
        } else if (length > max) {
            tell(GatewayError.of(
                    Kind.REQUEST_TOO_LARGE,
                    "The field 'model' is not among the first " + max
                            + " bytes of the form: send it before the file."));
        } else {
            tell(GatewayError.of(Kind.GATEWAY_OVERLOADED, "The gateway holds too many large requests; try again."));
        }
    }

    /** Takes a share of the replica's room for bodies, in steps that double. */
    private boolean hold(long length) {
        load.drop(held);
        long wanted = Math.min(keptAtMost, Math.max(length, held * 2));
        held = load.tryHold(wanted) ? wanted : 0;
        return held != 0;
    }

    private void letGo() {
        kept = null;
        load.drop(held);
        held = 0;
    }

    private void ask() {
        asked = true;
        String model = String.valueOf(scan.value());
        if (model.isBlank() || model.chars().anyMatch(c -> c < ' ')) {
            tell(GatewayError.invalid("The field 'model' must be a name.", MODEL));
            return;
        }
        keptAtMost = (long) (kept == null ? 0 : kept.length()) + KEPT_BEYOND;
        RequestFacts facts = new RequestFacts(0, -1, (int) scan.start(), (int) scan.end(), -1, -1, false);
        found.accept(new Read(null, model, false, facts, Bytes.EMPTY, null, this));
    }

    private void end() {
        if (gone || mistake != null) {
            return;
        }
        over = true;
        Taker to = taker;
        if (to != null) {
            to.end();
        } else if (!asked && scan.value() != null) {
            ask();
        } else if (!asked) {
            tell(GatewayError.invalid(
                    "The field 'model' is missing. The gateway finds a provider by it, also where providers choose one.",
                    MODEL));
        }
    }

    private void tell(GatewayError error) {
        mistake = error;
        Taker to = taker;
        if (to != null) {
            to.refused(error);
        } else {
            refused.accept(error);
        }
    }

    @Override
    public long length() {
        String header = request.getHeader(Headers.CONTENT_LENGTH);
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public boolean replayable() {
        return kept != null;
    }

    @Override
    public void sendTo(Taker newTaker) {
        Buffer all = kept;
        if (all == null) {
            throw new IllegalStateException("the beginning is gone");
        }
        taker = newTaker;
        // A copy of the reference: what is appended later is handed on as it comes.
        newTaker.piece(Bytes.of(all.getBytes()));
        if (taker == newTaker) {
            if (mistake != null) {
                newTaker.refused(mistake);
            } else if (over) {
                newTaker.end();
            } else {
                request.resume();
            }
        }
    }

    @Override
    public void pause() {
        request.pause();
    }

    @Override
    public void resume() {
        request.resume();
    }

    @Override
    public void stop() {
        taker = null;
        if (!over) {
            request.pause();
        }
    }
}
