package io.keywell.drill;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** One application for all drills. */
public final class DrillProfile implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(SimulatedProviders.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
