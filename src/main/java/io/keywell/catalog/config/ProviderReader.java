package io.keywell.catalog.config;

import io.keywell.catalog.BaseUrl;
import io.keywell.catalog.Provider;
import io.keywell.catalog.Vendor;
import io.keywell.core.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code keywell.providers} and the providers that exist because a vendor's own variable is set. */
final class ProviderReader {

    private final KnownVendors vendors;
    private final Fields fields;
    private final Findings findings;
    private final OptionsReader options;
    private final KeyReader keys;
    private final PoolReader pools;

    /** Where each secret was first seen, to find one that is counted in two pools. */
    private final Map<TypedSecret, Place> places = new HashMap<>();

    ProviderReader(
            KnownVendors vendors,
            Fields fields,
            Findings findings,
            OptionsReader options,
            KeyReader keys,
            PoolReader pools) {
        this.vendors = vendors;
        this.fields = fields;
        this.findings = findings;
        this.options = options;
        this.keys = keys;
        this.pools = pools;
    }

    private record TypedSecret(String type, Secret secret) {}

    private record Place(String provider, String pool, String key) {}

    /** The providers by name, without those that have a problem. */
    Map<String, Provider> read(Node node) {
        Map<String, Provider> providers = new TreeMap<>();
        Map<String, Node> configured = node.named();
        configured.forEach((name, provider) -> {
            if (fields.nameFits(provider, name)) {
                add(provider(name, provider), providers);
            }
        });
        for (Vendor vendor : vendors.supported()) {
            if (configured.containsKey(vendor.type()) || keys.variables(vendor).isEmpty()) {
                continue;
            }
            Node implied = node.child(vendor.type());
            List<String> missing = missing(vendor, implied);
            if (missing.isEmpty()) {
                add(provider(vendor.type(), implied), providers);
            } else {
                String names = String.join(" or ", vendor.keyVariables());
                findings.warn(names + ": not used without " + String.join(" and ", missing));
            }
        }
        return providers;
    }

    /** What a provider cannot be made without and nobody has given. */
    private List<String> missing(Vendor vendor, Node implied) {
        List<String> missing = options.missing(vendor, implied.child("options"));
        return !missing.isEmpty() || options.addresses(vendor, implied.child("options"))
                ? missing
                : List.of(implied.child("base-url").path());
    }

    private static void add(@Nullable Provider provider, Map<String, Provider> providers) {
        if (provider != null) {
            providers.put(provider.name(), provider);
        }
    }

    private @Nullable Provider provider(String name, Node node) {
        Vendor vendor = vendor(name, node.child("type"));
        if (vendor == null) {
            return null;
        }
        Map<String, String> told = options.read(vendor, node.child("options"));
        BaseUrl baseUrl = told == null
                ? null
                : baseUrl(vendor, told, node.child("base-url"), linkLocal(node.child("link-local")));
        List<KeyReader.Member> members = keys.read(name, vendor, node);
        PoolReader.Pools all = pools.read(name, node.child("pools"), members);
        members.forEach(member -> warnOfSharedSecret(name, vendor.type(), member));
        return told == null || baseUrl == null
                ? null
                : new Provider(name, vendor.type(), baseUrl, told, List.of()).with(all.withKeys(), all.vacant());
    }

    private @Nullable Vendor vendor(String name, Node type) {
        String configured = type.value();
        Vendor vendor = vendors.byType().get(configured == null ? name : configured);
        if (vendor != null) {
            return vendor;
        }
        if (configured != null) {
            findings.add(Problem.wrong(type.path(), configured, vendors.expectedInsteadOf(configured)));
        } else {
            String planned = vendors.planned().containsKey(name) ? name : null;
            findings.add(Problem.missing(type.path(), vendors.expectedInsteadOf(planned)));
        }
        return null;
    }

    /** For configuration only, never for the admin API: behind such an address are the machine's own secrets. */
    private boolean linkLocal(Node node) {
        String value = node.value();
        if (value != null && !value.equals("true") && !value.equals("false")) {
            findings.add(Problem.wrong(node.path(), value, "true or false"));
        }
        return "true".equals(value);
    }

    private @Nullable BaseUrl baseUrl(Vendor vendor, Map<String, String> told, Node node, boolean linkLocal) {
        String text = node.value() == null ? vendor.address(told) : node.value();
        if (text == null) {
            String why = " (" + vendor.type() + " has no public one)";
            findings.add(Problem.missing(node.path(), "the address, as in https://host/v1" + why));
            return null;
        }
        try {
            return BaseUrl.parse(text, linkLocal);
        } catch (IllegalArgumentException e) {
            String expected = BaseUrl.LINK_LOCAL.equals(e.getMessage())
                    ? BaseUrl.LINK_LOCAL
                    : "http://HOST[:PORT][/PATH] or https://..., without user, query and fragment";
            boolean mayHoldSecret = text.indexOf('@') >= 0 || text.indexOf('?') >= 0;
            findings.add(
                    mayHoldSecret ? Problem.hidden(node.path(), expected) : Problem.wrong(node.path(), text, expected));
            return null;
        }
    }

    private void warnOfSharedSecret(String provider, String type, KeyReader.Member member) {
        Secret secret = member.key().secret();
        if (secret == null) {
            return;
        }
        Place here = new Place(provider, member.pool(), member.key().name());
        Place first = places.putIfAbsent(new TypedSecret(type, secret), here);
        if (first != null && !(first.provider().equals(provider) && first.pool().equals(here.pool()))) {
            findings.warn(member.at().path() + ": key " + here.key() + " has the same secret as " + first.key() + " of "
                    + first.provider() + ", but another pool; its limits are counted twice");
        }
    }
}
