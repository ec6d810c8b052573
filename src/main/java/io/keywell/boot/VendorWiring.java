package io.keywell.boot;

import io.keywell.catalog.config.KnownVendors;
import io.keywell.provider.Vendors;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The vendor types that configuration may name. */
@Singleton
final class VendorWiring {

    @Produces
    @Singleton
    KnownVendors vendors() {
        return new KnownVendors(Vendors.directory(), Vendors.plannedKeyVariables());
    }
}
