package io.keywell.governance.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Vendor;
import io.keywell.catalog.config.KnownVendors;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether two providers are the same place: a key may be sent to one as to the other. */
@Singleton
final class Addresses {

    private final KnownVendors vendors;

    Addresses(KnownVendors vendors) {
        this.vendors = vendors;
    }

    /**
     * @param body a provider as the API takes it
     * @param around another one as configuration
     */
    boolean same(ObjectNode body, Map<String, String> around) {
        BaseUrl one = of(Json.text(body, "type"), Json.text(body, "base-url"));
        BaseUrl other = of(around.get(ProviderKind.PREFIX + ".type"), around.get(ProviderKind.PREFIX + ".base-url"));
        return one != null && one.equals(other);
    }

    private @Nullable BaseUrl of(@Nullable String type, @Nullable String url) {
        String written = url != null ? url : publicAddress(type);
        try {
            return written == null ? null : BaseUrl.parse(written, true);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable String publicAddress(@Nullable String type) {
        return vendors.supported().stream()
                .filter(vendor -> vendor.type().equals(type))
                .findFirst()
                .map(Vendor::baseUrl)
                .orElse(null);
    }
}
