package io.keywell.flow;

import io.keywell.admission.Admission;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.CatalogRef;
import io.keywell.catalog.Consumer;
import io.keywell.core.Clock;
import io.keywell.core.Secret;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Answers who may see which models. */
@Singleton
public class ModelLists {

    private final CatalogRef catalog;
    private final Admission admission;
    private final Clock clock;

    public ModelLists(CatalogRef catalog, Admission admission, Clock clock) {
        this.catalog = catalog;
        this.admission = admission;
        this.clock = clock;
    }

    public ModelList of(@Nullable Secret credential, boolean loopback) {
        Catalog now = catalog.current();
        Consumer consumer = admission.consumer(credential, loopback, now);
        return consumer == null
                ? new ModelList.Refused(Admission.unknownCaller(credential, now, clock))
                : new ModelList.Visible(consumer, now, clock);
    }
}
