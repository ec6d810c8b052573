package io.keywell.provider;

import io.keywell.catalog.Vendor.Option;
import io.keywell.catalog.Vendor.Setup;
import io.keywell.core.Bytes;
import io.keywell.core.Dialect;
import io.keywell.core.Failure;
import io.keywell.core.Observation;
import io.keywell.core.Operation;
import io.keywell.core.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's runtime: Converse for chats. A key is a Bedrock API key, sent as a bearer token, or a pair of AWS keys, which
 * signs ({@link AwsSignature}); the region is the one in the host's name, or behind a host of another form the option.
 */
final class BedrockAdapter implements ProviderAdapter {

    private static final String REGION = "region";

    static final Setup SETUP = new Setup(
            List.of(new Option(REGION, null, "AWS_REGION", true, "the AWS region, as in eu-west-1")),
            options -> "https://bedrock-runtime." + options.get(REGION) + ".amazonaws.com",
            false);

    private static final String TYPE_HEADER = "x-amzn-errortype";
    private static final String DEFAULT_REGION = "us-east-1";

    private final AnswerRules answers;
    private final AwsSignature signature;
    private final String otherwiseRegion;

    BedrockAdapter(VendorRow row) {
        this(row.answers(), new AwsSignature(), DEFAULT_REGION);
    }

    private BedrockAdapter(AnswerRules answers, AwsSignature signature, String otherwiseRegion) {
        this.answers = answers;
        this.signature = signature;
        this.otherwiseRegion = otherwiseRegion;
    }

    @Override
    public ProviderAdapter with(Map<String, String> options) {
        String region = options.get(REGION);
        return region == null ? this : new BedrockAdapter(answers, signature, region);
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        return switch (operation) {
            case CHAT ->
                new Endpoint(
                        "/model/" + encoded(upstreamModel) + (stream ? "/converse-stream" : "/converse"),
                        Dialect.BEDROCK);
            case PASSTHROUGH -> new Endpoint("", Dialect.BEDROCK);
            default -> null;
        };
    }

    /** A model's id may be an ARN, with colons and slashes. */
    private static String encoded(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret == null) {
            return;
        }
        String key = secret.reveal();
        if (AwsSignature.isPair(key)) {
            signature.sign(key, request, region(request.authority()), header);
        } else {
            header.accept("authorization", "Bearer " + key);
        }
    }

    /** {@code bedrock-runtime.REGION.amazonaws.com}, also with a VPC endpoint's own name before it. */
    private String region(String authority) {
        String[] labels = authority.split("\\.");
        for (int i = 0; i + 1 < labels.length; i++) {
            if (labels[i].startsWith("bedrock")) {
                return labels[i + 1];
            }
        }
        return otherwiseRegion;
    }

    @Override
    public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
        return answers.classify(status, headers, ErrorExtract.read(body).labelled(type(headers)), nowMillis);
    }

    /** Without the suffix that some services add. */
    private static @Nullable String type(HeaderView headers) {
        String type = headers.get(TYPE_HEADER);
        return type == null || type.indexOf(':') < 0 ? type : type.substring(0, type.indexOf(':'));
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
