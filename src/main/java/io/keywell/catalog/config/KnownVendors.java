package io.keywell.catalog.config;

import io.keywell.catalog.Vendor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The vendor types that configuration may name.
 *
 * @param supported the rows of the vendor table
 * @param planned types that users may rightly expect but this version cannot call, with their key variables
 */
public record KnownVendors(List<Vendor> supported, Map<String, List<String>> planned) {

    public KnownVendors {
        supported = List.copyOf(supported);
        planned = Map.copyOf(planned);
    }

    Map<String, Vendor> byType() {
        Map<String, Vendor> byType = new LinkedHashMap<>();
        supported.forEach(vendor -> byType.put(vendor.type(), vendor));
        return byType;
    }

    /** What to expect instead of {@code type}, which is no supported one. */
    String expectedInsteadOf(@Nullable String type) {
        Set<String> names = new TreeSet<>(byType().keySet());
        String expected = Suggestion.oneOf(names);
        if (type != null && planned.containsKey(type)) {
            return expected + "; " + type + " is not supported by this version yet";
        }
        return expected + (type == null ? "" : Suggestion.didYouMean(type, names));
    }
}
