package io.keywell.flow;

import io.keywell.admission.Admission;
import io.keywell.catalog.Catalog;
import io.keywell.catalog.Consumer;
import io.keywell.catalog.Model;
import io.keywell.core.Clock;
import io.keywell.core.GatewayError;
import io.keywell.core.GatewayError.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller may know of the models. */
public sealed interface ModelList {

    /** Nobody knows the caller. */
    record Refused(GatewayError error) implements ModelList {}

    /** The models of a known caller. */
    record Visible(Consumer consumer, Catalog catalog, Clock clock) implements ModelList {

        /** The configured names that it may use, sorted. */
        public List<String> names() {
            return catalog.models().stream()
                    .filter(this::isOpen)
                    .map(Model::name)
                    .filter(consumer::mayUse)
                    .sorted()
                    .toList();
        }

        private boolean isOpen(Model model) {
            Model.State state = model.state(clock);
            return state == Model.State.PUBLISHED || state == Model.State.DEPRECATED;
        }

        /** Why a name cannot be used; null when it can. */
        public @Nullable GatewayError refusal(String name) {
            Model model = catalog.resolve(name);
            if (model == null) {
                return Admission.unknownModel(name, catalog, clock);
            }
            if (!consumer.mayUse(model.name())) {
                return GatewayError.of(Kind.MODEL_NOT_ALLOWED, "This key may not use the model '" + name + "'.");
            }
            return model.state(clock) == Model.State.RETIRED ? Admission.retired(model) : null;
        }
    }
}
