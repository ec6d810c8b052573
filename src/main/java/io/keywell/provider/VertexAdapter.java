package io.keywell.provider;

import io.keywell.catalog.Vendor.Option;
import io.keywell.catalog.Vendor.Setup;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gemini on Vertex AI: the same dialect below a project and a location. A key is a service account's JSON document, which is
 * exchanged for a token, or a token that somebody else keeps fresh.
 */
final class VertexAdapter implements ProviderAdapter {

    private static final String PROJECT = "project";
    private static final String LOCATION = "location";
    private static final String ENDPOINTS = "endpoints/";
    private static final Endpoint CALLERS_OWN = new Endpoint("", Dialect.GEMINI);

    static final Setup SETUP = new Setup(
            List.of(
                    new Option(PROJECT, null, "GOOGLE_CLOUD_PROJECT", true, "the Google Cloud project's id"),
                    new Option(
                            LOCATION,
                            "region",
                            "GOOGLE_CLOUD_LOCATION",
                            true,
                            "the location, as in europe-west4, or global")),
            VertexAdapter::address,
            true);

    private final AnswerRules answers;
    private final String place;

    VertexAdapter(VendorRow row) {
        this(row.answers(), "");
    }

    private VertexAdapter(AnswerRules answers, String place) {
        this.answers = answers;
        this.place = place;
    }

    private static String address(Map<String, String> options) {
        String location = options.get(LOCATION);
        return location == null || location.equals("global")
                ? "https://aiplatform.googleapis.com/v1"
                : "https://" + location + "-aiplatform.googleapis.com/v1";
    }

    @Override
    public ProviderAdapter with(Map<String, String> options) {
        return new VertexAdapter(
                answers, "/projects/" + options.get(PROJECT) + "/locations/" + options.get(LOCATION) + "/");
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        return switch (operation) {
            case PASSTHROUGH -> CALLERS_OWN;
            case CHAT, COUNT_TOKENS -> {
                String verb = GeminiPaths.verb(operation, caller, stream);
                yield verb == null ? null : new Endpoint(place + model(upstreamModel) + verb, Dialect.GEMINI);
            }
            case EMBEDDINGS, BATCH_EMBEDDINGS -> embeddings(caller, upstreamModel);
            default -> null;
        };
    }

    /** Predictions; Gemini's later models for embeddings have another call, of which too little is known. */
    private @Nullable Endpoint embeddings(Dialect caller, String upstreamModel) {
        boolean asked = caller == Dialect.GEMINI || caller == Dialect.OPENAI;
        boolean later = upstreamModel.startsWith("gemini-") && !upstreamModel.equals("gemini-embedding-001");
        return asked && !later ? new Endpoint(place + model(upstreamModel) + ":predict", Dialect.GEMINI, true) : null;
    }

    /** A model of Google's, or an endpoint where a tuned one is deployed. */
    private static String model(String upstreamModel) {
        return upstreamModel.startsWith(ENDPOINTS)
                ? ENDPOINTS + GeminiPaths.segment(upstreamModel.substring(ENDPOINTS.length()))
                : "publishers/google/models/" + GeminiPaths.segment(upstreamModel);
    }

    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret != null) {
            header.accept("authorization", "Bearer " + secret.reveal());
        }
    }

    @Override
    public @Nullable TokenRequest tokenRequest(Secret secret, long nowMillis) {
        return secret.reveal().startsWith("{")
                ? ServiceAccount.parse(secret.reveal()).tokenRequest(nowMillis)
                : null;
    }

    @Override
    public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
        return answers.classify(status, headers, body, nowMillis);
    }

    @Override
    public Failure classifyInside(Bytes errorJson, long nowMillis) {
        return answers.classifyInside(errorJson, nowMillis);
    }

    @Override
    public void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {
        answers.observe(headers, nowMillis, sink);
    }
}
