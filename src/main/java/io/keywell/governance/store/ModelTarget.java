package io.keywell.governance.store;

import jakarta.persistence.Embeddable;

/** One place that can serve a model. */
@Embeddable
public class ModelTarget {

    public String provider = "";

    /** The provider's name for the model. */
    public String upstream = "";

    public int tier;

    public int weight = 1;
}
