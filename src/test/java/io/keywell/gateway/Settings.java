package io.keywell.gateway;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The mounted file of these tests. {@code @name} stands for a provider's secret, {@code #name} for a consumer's key. */
final class Settings {

    private static final String YAML =
            """
            keywell:
              auth: { anonymous: false }
              waiting: { max-wait: 3s }
              providers:
                plain: { type: openai-compatible, base-url: "BASE:plain", keys: { plain-1: { secret: "@plain-1" } } }
                slow: { type: openai-compatible, base-url: "BASE:slow", keys: { slow-1: { secret: "@slow-1" } } }
                narrow:
                  type: openai-compatible
                  base-url: "BASE:narrow"
                  keys: { narrow-1: { secret: "@narrow-1", pool: n1 } }
                  pools: { n1: { limits: [ { concurrent: 1 } ] } }
                dry:
                  type: openai-compatible
                  base-url: "BASE:dry"
                  keys:
                    dry-1: { secret: "@dry-1", pool: d1 }
                    dry-2: { secret: "@dry-2", pool: d2 }
                  pools:
                    d1: { limits: [ { requests-per-minute: 2 } ] }
                    d2: { limits: [ { requests-per-minute: 2 } ] }
                spare:
                  type: openai-compatible
                  base-url: "BASE:spare"
                  keys: { spare-1: { secret: "@spare-1", pool: s1 } }
                  pools: { s1: { limits: [ { requests-per-minute: 2 } ] } }
                told: { type: openai-compatible, base-url: "BASE:told", keys: { told-1: { secret: "@told-1" } } }
                hinted:
                  type: openai-compatible
                  base-url: "BASE:hinted"
                  keys: { hinted-1: { secret: "@hinted-1" }, hinted-2: { secret: "@hinted-2" } }
                homes:
                  type: openai-compatible
                  base-url: "BASE:homes"
                  keys:
                    home-1: { secret: "@home-1", pool: q1 }
                    home-2: { secret: "@home-2", pool: q2 }
                    home-3: { secret: "@home-3", pool: q3 }
                  pools:
                    q1: { limits: [ { requests-per-minute: 1000 } ] }
                    q2: { limits: [ { requests-per-minute: 1000 } ] }
                    q3: { limits: [ { requests-per-minute: 1000 } ] }
                brief: { type: openai-compatible, base-url: "BASE:brief", keys: { brief-1: { secret: "@brief-1" } } }
                purse:
                  type: openai-compatible
                  base-url: "BASE:purse"
                  keys:
                    purse-1: { secret: "@purse-1", pool: p1 }
                    purse-2: { secret: "@purse-2", pool: p2 }
                    purse-3: { secret: "@purse-3", pool: p3 }
                  pools:
                    p1: { billing: account-1 }
                    p2: { billing: account-1 }
                    p3: { billing: account-2 }
                ring:
                  type: openai-compatible
                  base-url: "BASE:ring"
                  keys:
                    ring-1: { secret: "@ring-1", pool: r1 }
                    ring-2: { secret: "@ring-2", pool: r1 }
                echo: { type: openai-compatible, base-url: "ECHO", keys: { echo-1: { secret: "@echo-1" } } }
                echo-busy: { type: openai-compatible, base-url: "ECHO", keys: { busy-1: { secret: "@busy-1" } } }
                echo-denied: { type: openai-compatible, base-url: "ECHO", keys: { denied-1: { secret: "@denied-1" } } }
              models:
                smart: { targets: [ { provider: plain, model: sim-large } ] }
                "team/chat": { targets: [ { provider: plain, model: sim-small } ] }
                old:
                  targets: [ { provider: plain, model: sim-old } ]
                  state: deprecated
                  deprecated-at: 2020-01-01T00:00:00Z
                  sunset: 2999-06-30T00:00:00Z
                  successor: team/chat
                due: { targets: [ { provider: plain, model: sim-due } ], deprecated-at: 2020-01-01T00:00:00Z }
                undated: { targets: [ { provider: plain, model: sim-undated } ], state: deprecated }
                ahead:
                  targets: [ { provider: plain, model: sim-ahead } ]
                  deprecated-at: 2999-01-01T00:00:00Z
                  sunset: 2999-06-30T00:00:00Z
                over:
                  targets: [ { provider: plain, model: sim-over } ]
                  deprecated-at: 2019-01-01T00:00:00Z
                  sunset: 2020-01-01T00:00:00Z
                  successor: smart
                gone: { state: retired }
                sketch: { targets: [ { provider: plain, model: sim-next } ], state: draft }
                slow: { targets: [ { provider: slow, model: sim-slow } ] }
                narrow: { targets: [ { provider: narrow, model: sim-narrow } ] }
                dry:
                  targets:
                    - { provider: dry, model: sim-dry }
                    - { provider: spare, model: sim-spare, tier: 1 }
                homes: { targets: [ { provider: homes, model: sim-homes } ] }
                told: { targets: [ { provider: told, model: sim-told } ] }
                hinted: { targets: [ { provider: hinted, model: sim-hinted } ] }
                brief: { targets: [ { provider: brief, model: sim-brief } ] }
                purse: { targets: [ { provider: purse, model: sim-purse } ] }
                ring: { targets: [ { provider: ring, model: sim-ring } ] }
              prices:
                large: { provider: plain, model: sim-large, input: 1000, output: 1000 }
              teams:
                crew: { budget: { amount: 0.05 } }
              consumers:
                web: { key: "#web" }
                thrifty: { key: "#thrifty", budget: { amount: 0.5, currency: USD, period: month } }
                raised: { key: "#raised", budget: { amount: 0.06 } }
                crew-one: { key: "#crew-one", team: crew, budget: { amount: 5 } }
                crew-two: { key: "#crew-two", team: crew, budget: { amount: 5 } }
                other: { key: "#other", priority: 8 }
                narrowly: { key: "#narrowly", models: [smart, "team/*", gone, sketch, "echo/*"] }
                by-minute: { key: "#by-minute", limits: { requests-per-minute: 3 } }
                by-token: { key: "#by-token", limits: { tokens-per-minute: 200 } }
                by-word: { key: "#by-word", limits: { tokens-per-minute: 200 } }
                by-day: { key: "#by-day", limits: { requests-per-day: 2 } }
                one-by-one: { key: "#one-by-one", limits: { concurrent: 1 } }
                refused: { key: "#refused", models: [smart], limits: { requests-per-minute: 2, concurrent: 1 } }
            """;

    private Settings() {}

    static String yaml(UnaryOperator<String> simulated, String echo) {
        return Pattern.compile("BASE:(\\w+)")
                .matcher(YAML)
                .replaceAll(base -> simulated.apply(base.group(1)))
                .replace("ECHO", echo)
                .replace("\"@", "\"" + World.PROVIDER_SECRET)
                .replace("\"#", "\"" + World.CALLER_KEY);
    }
}
