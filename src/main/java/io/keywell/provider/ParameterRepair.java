package io.keywell.provider;

import io.keywell.core.Bytes;
import io.keywell.protocol.JsonEdit;
import org.jspecify.annotations.Nullable;

/** What makes a body acceptable to a model that refused one of its parameters. */
public sealed interface ParameterRepair {

    /** The repaired body; the same object when there is nothing to repair in it. */
    Bytes apply(Bytes body);

    /** The parameter that is no longer told, null when nothing is lost. */
    @Nullable
    String lost();

    /** Whether this takes back what the other one does: a model cannot need both. */
    default boolean undoes(ParameterRepair other) {
        return false;
    }

    record Drop(String parameter) implements ParameterRepair {
        @Override
        public Bytes apply(Bytes body) {
            return JsonEdit.without(body, parameter);
        }

        @Override
        public String lost() {
            return parameter;
        }
    }

    /** A parameter that asks for what the vendor does anyway. */
    record Needless(String parameter) implements ParameterRepair {
        @Override
        public Bytes apply(Bytes body) {
            return JsonEdit.without(body, parameter);
        }

        @Override
        public @Nullable String lost() {
            return null;
        }
    }

    /** None: the vendor does not hear how long vectors are to be, so that a request that says it is for another one. */
    record FixedDimensions() implements ParameterRepair {
        @Override
        public Bytes apply(Bytes body) {
            return body;
        }

        @Override
        public @Nullable String lost() {
            return null;
        }
    }

    record Rename(String parameter, String name) implements ParameterRepair {
        @Override
        public boolean undoes(ParameterRepair other) {
            return other instanceof Rename rename && rename.parameter.equals(name) && rename.name.equals(parameter);
        }

        @Override
        public Bytes apply(Bytes body) {
            return JsonEdit.renamed(body, parameter, name);
        }

        @Override
        public @Nullable String lost() {
            return null;
        }
    }

    /** The elements of a list are texts, not objects that hold one. */
    record Texts(String parameter) implements ParameterRepair {
        @Override
        public Bytes apply(Bytes body) {
            return JsonEdit.unwrapped(body, parameter, "text");
        }

        @Override
        public @Nullable String lost() {
            return null;
        }
    }

    /** Messages of one role are sent as those of another. */
    record Role(String from, String to) implements ParameterRepair {
        @Override
        public boolean undoes(ParameterRepair other) {
            return other instanceof Role role && role.from.equals(to) && role.to.equals(from);
        }

        @Override
        public Bytes apply(Bytes body) {
            return JsonEdit.replaced(body, "messages", "role", from, to);
        }

        @Override
        public @Nullable String lost() {
            return null;
        }
    }
}
