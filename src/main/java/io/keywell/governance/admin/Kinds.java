package io.keywell.governance.admin;

import io.keywell.governance.store.Governed;
import io.keywell.governance.store.MemberId;
import jakarta.inject.Singleton;

/** The kinds by what they are called in paths. */
@Singleton
final class Kinds {

    final ProviderKind providers;
    final PoolKind pools;
    final KeyKind keys;
    final ModelKind models;
    private final TeamKind teams;
    private final PriceKind prices;

    Kinds(ProviderKind providers, PoolKind pools, KeyKind keys, ModelKind models, TeamKind teams, PriceKind prices) {
        this.providers = providers;
        this.pools = pools;
        this.keys = keys;
        this.models = models;
        this.teams = teams;
        this.prices = prices;
    }

    Kind<? extends Governed, String> named(String kind) {
        return switch (kind) {
            case "providers" -> providers;
            case "models" -> models;
            case "teams" -> teams;
            case "prices" -> prices;
            default -> throw Refused.unknown(kind);
        };
    }

    Kind<? extends Governed, MemberId> member(String kind) {
        return switch (kind) {
            case "pools" -> pools;
            case "keys" -> keys;
            default -> throw Refused.unknown(kind);
        };
    }
}
