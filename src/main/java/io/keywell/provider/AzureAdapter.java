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
 * Azure OpenAI, in both of its URL families; the upstream model is the deployment's name. With an {@code api-version} the
 * classic one, where the deployment stands in the path; without it v1, which is OpenAI's own.
 */
final class AzureAdapter implements ProviderAdapter {

    private static final String ENDPOINT = "endpoint";
    private static final String API_VERSION = "api-version";

    static final Setup SETUP = new Setup(
            List.of(
                    new Option(
                            ENDPOINT,
                            null,
                            "AZURE_OPENAI_ENDPOINT",
                            false,
                            "the resource's address, as in https://NAME.openai.azure.com"),
                    new Option(
                            API_VERSION,
                            null,
                            "OPENAI_API_VERSION",
                            false,
                            "the version of the classic paths, as in 2024-10-21; without it the v1 paths are used")),
            AzureAdapter::address,
            false);

    private final VendorRow row;
    private final @Nullable String apiVersion;

    AzureAdapter(VendorRow row) {
        this(row, null);
    }

    private AzureAdapter(VendorRow row, @Nullable String apiVersion) {
        this.row = row;
        this.apiVersion = apiVersion;
    }

    private static @Nullable String address(Map<String, String> options) {
        String endpoint = options.get(ENDPOINT);
        if (endpoint == null) {
            return null;
        }
        String root = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        return root + (options.containsKey(API_VERSION) ? "/openai" : "/openai/v1");
    }

    @Override
    public ProviderAdapter with(Map<String, String> options) {
        String version = options.get(API_VERSION);
        return version == null ? this : new AzureAdapter(row, version);
    }

    @Override
    public @Nullable Endpoint endpoint(Operation operation, Dialect caller, String upstreamModel, boolean stream) {
        String path = row.pathOf(operation);
        if (path == null || operation == Operation.PASSTHROUGH || apiVersion == null) {
            return path == null ? null : new Endpoint(path, Dialect.OPENAI);
        }
        String deployment = URLEncoder.encode(upstreamModel, StandardCharsets.UTF_8);
        return new Endpoint("/deployments/" + deployment + path + "?api-version=" + apiVersion, Dialect.OPENAI);
    }

    @Override
    public void authorize(@Nullable Secret secret, Outgoing request, BiConsumer<String, String> header) {
        if (secret != null) {
            header.accept("api-key", secret.reveal());
        }
    }

    @Override
    public Failure classify(int status, HeaderView headers, Bytes body, long nowMillis) {
        return row.answers().classify(status, headers, body, nowMillis);
    }

    @Override
    public Failure classifyInside(Bytes errorJson, long nowMillis) {
        return row.answers().classifyInside(errorJson, nowMillis);
    }

    @Override
    public void observe(HeaderView headers, long nowMillis, Consumer<Observation> sink) {
        row.answers().observe(headers, nowMillis, sink);
    }
}
