package io.keywell.upstream;

import io.keywell.core.Bytes;
import io.keywell.core.Exchange;
import io.keywell.core.Upload;
import io.keywell.protocol.Protocol;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a form with a file as it comes; only the model's name in it is another one. */
final class UploadCarriage implements Carriage {

    private final Exchange exchange;
    private final Upload upload;
    private final String path;
    private final NativeCarriage answers;
    private final byte[] model;

    UploadCarriage(Exchange exchange, Upload upload, Protocol protocol, String path, String upstreamModel) {
        this.exchange = exchange;
        this.upload = upload;
        this.path = path;
        this.answers = new NativeCarriage(exchange, protocol, path, true, new Repairs.Repaired(Bytes.EMPTY, List.of()));
        this.model = upstreamModel.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String pathAndQuery() {
        return path;
    }

    @Override
    public void headers(MultiMap headers) {
        answers.headers(headers);
        String type = exchange.contentType();
        if (type != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, type);
        }
    }

    @Override
    public Bytes body() {
        return Bytes.EMPTY;
    }

    @Override
    public Upload upload() {
        return upload;
    }

    /** The form's length here, -1 when nobody said it. */
    long length() {
        return upload.length() < 0 ? -1 : upload.length() + model.length - (modelEnd() - modelStart());
    }

    /** The first piece with the other name in it; that piece always has the whole field. */
    Bytes renamed(Bytes first) {
        byte[] out = new byte[first.length() + model.length - (modelEnd() - modelStart())];
        System.arraycopy(first.array(), first.offset(), out, 0, modelStart());
        System.arraycopy(model, 0, out, modelStart(), model.length);
        System.arraycopy(
                first.array(),
                first.offset() + modelEnd(),
                out,
                modelStart() + model.length,
                first.length() - modelEnd());
        return Bytes.of(out);
    }

    private int modelStart() {
        return exchange.facts().modelStart();
    }

    private int modelEnd() {
        return exchange.facts().modelEnd();
    }

    @Override
    public Gate gate(Attempt attempt, @Nullable String contentType) {
        return answers.gate(attempt, contentType);
    }

    @Override
    public @Nullable String contentType(@Nullable String providers) {
        return providers;
    }

    @Override
    public List<String> lossy() {
        return List.of();
    }
}
