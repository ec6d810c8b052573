package io.keywell.sdk;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** One application for all tests of this package. */
public final class Profile implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Families.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
