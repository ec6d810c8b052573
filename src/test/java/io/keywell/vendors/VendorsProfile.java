package io.keywell.vendors;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** One application for all tests of this package. */
public final class VendorsProfile implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(LookAlikes.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
