package io.keywell.catalog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {

    private static final String OK = "providers.openai.api-keys=sk-ok";

    static Stream<Arguments> mistakes() {
        return Stream.of(providers(), keys(), pools(), models(), consumers(), names())
                .flatMap(all -> all);
    }

    private static Arguments mistake(String line, String problem) {
        return arguments(List.of(OK, line), problem);
    }

    private static Stream<Arguments> providers() {
        return Stream.of(
                mistake(
                        "providers.x.type=opnai",
                        "keywell.providers.x.type: 'opnai'; expected one of groq, ollama, openai, openai-compatible, vllm;"
                                + " did you mean openai?"),
                mistake(
                        "providers.x.type=anthropic",
                        "keywell.providers.x.type: 'anthropic'; expected one of groq, ollama, openai, openai-compatible,"
                                + " vllm; anthropic is not supported by this version yet"),
                mistake(
                        "providers.x.api-keys=sk-a",
                        "keywell.providers.x.type: nothing; expected one of groq, ollama, openai, openai-compatible,"
                                + " vllm"),
                mistake(
                        "providers.anthropic.api-keys=sk-a",
                        "keywell.providers.anthropic.type: nothing; expected one of groq, ollama, openai,"
                                + " openai-compatible, vllm; anthropic is not supported by this version yet"),
                mistake(
                        "providers.openai.base-url=ftp://host",
                        "keywell.providers.openai.base-url: 'ftp://host'; expected http://HOST[:PORT][/PATH] or"
                                + " https://..., without user, query and fragment"),
                mistake(
                        "providers.openai.base-url=http://host:70000",
                        "keywell.providers.openai.base-url: 'http://host:70000'; expected http://HOST[:PORT][/PATH] or"
                                + " https://..., without user, query and fragment"),
                mistake(
                        "providers.openai.base-url=https://me:sk-secret@host",
                        "keywell.providers.openai.base-url: a value that is not shown; expected"
                                + " http://HOST[:PORT][/PATH] or https://..., without user, query and fragment"),
                mistake(
                        "providers.vllm.type=vllm",
                        "keywell.providers.vllm.base-url: nothing; expected the address, as in https://host/v1 (vllm has"
                                + " no public one)"),
                mistake(
                        "providers.groq.type=groq",
                        "keywell.providers.groq: nothing; expected at least one key: api-keys or keys.NAME.secret, or the"
                                + " variable GROQ_API_KEY"),
                mistake(
                        "providers.mine.type=groq",
                        "keywell.providers.mine: nothing; expected at least one key: api-keys or keys.NAME.secret"),
                mistake(
                        "providers.a b.type=ollama",
                        "keywell.providers.a b: 'a b'; expected a name of 1 to 64 letters, digits, dots, dashes,"
                                + " underscores"));
    }

    private static Stream<Arguments> keys() {
        String key = "providers.openai.keys.a.";
        String path = "keywell.providers.openai.keys.a.";
        return Stream.of(
                mistake(key + "weight=1", path + "secret: nothing; expected the key's secret, here or in secret-file"),
                mistake(
                        key + "secret=sk with blanks",
                        path + "secret: a value that is not shown; expected visible ASCII characters without blanks"),
                mistake(
                        "providers.groq.api-keys=sk-\u00e9",
                        "keywell.providers.groq.api-keys: a value that is not shown; expected visible ASCII characters"
                                + " without blanks"),
                mistake(
                        key + "secret-file=/absent",
                        path
                                + "secret-file: '/absent'; expected a file that can be read as text (NoSuchFileException)"),
                mistake(
                        key + "secret-file=/blank",
                        path + "secret-file: '/blank'; expected a file with a secret in it; it is empty"),
                mistake(
                        key + "secret-file=/two-lines",
                        path + "secret-file: a value that is not shown; expected visible ASCII characters without"
                                + " blanks"),
                arguments(
                        List.of(key + "secret=sk-a", key + "secret-file=/x"),
                        path + "secret-file: '/x'; expected either secret or secret-file, not both"),
                arguments(
                        List.of(key + "secret=sk-a", key + "weight=0"),
                        path + "weight: '0'; expected a whole number from 1 to 1000"),
                arguments(
                        List.of(key + "secret=sk-a", key + "state=drainng"),
                        path + "state: 'drainng'; expected one of active, draining, disabled; did you mean draining?"),
                arguments(
                        List.of(key + "secret=sk-a", key + "expires-at=tomorrow"),
                        path + "expires-at: 'tomorrow'; expected a time such as 2027-01-31T00:00:00Z, or a date"),
                arguments(
                        List.of(key + "secret=sk-a", key + "expires-at=+999999999-12-31T00:00:00Z"),
                        path + "expires-at: '+999999999-12-31T00:00:00Z'; expected a time such as"
                                + " 2027-01-31T00:00:00Z, or a date"),
                mistake(
                        "providers.openai.keys.openai-1.secret=sk-b",
                        "keywell.providers.openai.keys.openai-1: 'openai-1'; expected a name that api-keys does not give"
                                + " already"),
                arguments(
                        List.of(key + "secret=sk-a", key + "pool=ogr-1", "providers.openai.pools.org-1.billing=b"),
                        path + "pool: 'ogr-1'; expected a pool of this provider: org-1; did you mean org-1?"));
    }

    private static Stream<Arguments> pools() {
        String limit = "providers.openai.pools.openai-1.limits[0].";
        String path = "keywell.providers.openai.pools.openai-1.limits[0]";
        return Stream.of(
                mistake(
                        limit + "requests-per-minute=0",
                        path + ".requests-per-minute: '0'; expected a whole number from 1 to 1000000000000"),
                mistake(
                        limit + "tokens-per-minute=many",
                        path + ".tokens-per-minute: 'many'; expected a whole number from 1 to 1000000000000"),
                mistake(
                        limit + "model=gpt-*",
                        path + ": nothing; expected at least one limit, such as" + " requests-per-minute"),
                arguments(
                        List.of(OK, limit + "concurrent=1", limit + "window=midnight:Mars"),
                        path + ".window: 'midnight:Mars'; expected sliding, fixed or midnight:ZONE, as in"
                                + " midnight:America/Los_Angeles"),
                arguments(
                        List.of(
                                OK,
                                limit + "model=gpt-*",
                                limit + "concurrent=1",
                                "providers.openai.pools.openai-1.limits[1].model=gpt-4o*",
                                "providers.openai.pools.openai-1.limits[1].concurrent=1"),
                        "keywell.providers.openai.pools.openai-1.limits[1].model: 'gpt-4o*'; expected a model that no"
                                + " limit before it covers; the first match wins"));
    }

    private static Stream<Arguments> models() {
        String target = "models.m.targets[0].";
        String path = "keywell.models.m.targets";
        return Stream.of(
                mistake(
                        "models.m.max-wait=1s",
                        path + ": nothing; expected at least one target: a provider and a model"),
                arguments(
                        List.of(OK, target + "provider=opena", target + "model=x"),
                        path + "[0].provider: 'opena'; expected openai; did you mean openai?"),
                arguments(
                        List.of(target + "provider=openai", target + "model=x"),
                        path + "[0].provider: 'openai'; expected a configured provider; there is none"),
                mistake(target + "model=x", path + "[0].provider: nothing; expected openai"),
                mistake(
                        target + "provider=openai",
                        path + "[0].model: nothing; expected the provider's name of a model"),
                arguments(
                        List.of(OK, target + "provider=openai", target + "model=x", target + "tier=-1"),
                        path + "[0].tier: '-1'; expected a whole number from 0 to 100"),
                arguments(
                        List.of(OK, target + "provider=openai", target + "model=x", "models.m.max-wait=soon"),
                        "keywell.models.m.max-wait: 'soon'; expected a duration such as 500ms, 5s or 2m, at most 24h"),
                arguments(
                        List.of(OK, target + "provider=openai", target + "model=x", "models.m.max-wait=25h"),
                        "keywell.models.m.max-wait: '25h'; expected a duration such as 500ms, 5s or 2m, at most 24h"),
                arguments(
                        List.of(OK, target + "provider=openai", target + "model=x", "models.m.state=public"),
                        "keywell.models.m.state: 'public'; expected one of draft, published, deprecated, retired"),
                arguments(
                        List.of("models.a b.state=retired"),
                        "keywell.models.a b: 'a b'; expected a name of 1 to 200 visible ASCII characters"));
    }

    private static Stream<Arguments> consumers() {
        String web = "consumers.web.";
        String path = "keywell.consumers.web";
        return Stream.of(
                mistake(web + "team=x", path + ": nothing; expected key, keys or key-sha256"),
                mistake(
                        web + "key-sha256=abc",
                        path + ".key-sha256: a value that is not shown; expected the SHA-256 of a key as 64 hexadecimal"
                                + " digits"),
                arguments(
                        List.of(web + "key=kw", "consumers.app.key=kw"),
                        path + ".key: a value that is not shown; expected a key of its own; consumer app has the same"),
                arguments(
                        List.of(web + "key=kw", web + "priority=17"),
                        path + ".priority: '17'; expected a whole number from 1 to 16"),
                arguments(
                        List.of(web + "key=kw", web + "budget.currency=USD"),
                        path + ".budget.amount: nothing; expected an amount of money such as 50.00"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=-1"),
                        path + ".budget.amount: '-1'; expected an amount of money such as 50.00, above 0"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=1", web + "budget.currency=dollars"),
                        path + ".budget.currency: 'dollars'; expected a currency of three letters such as USD"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=1", web + "budget.period=year"),
                        path + ".budget.period: 'year'; expected one of day, week, month"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=1", web + "budget.currency=EUR"),
                        path + ".budget.currency: 'EUR'; expected USD, the currency of prices"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=100000000.01"),
                        path + ".budget.amount: '100000000.01'; expected at most 100000000"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=1", web + "budget.zone=Berlin"),
                        path + ".budget.zone: 'Berlin'; expected a time zone, as in UTC or Europe/Berlin"),
                arguments(
                        List.of(web + "key=kw", web + "budget.amount=1", web + "budget.soft=80"),
                        path + ".budget.soft: '80'; expected a part of the budget above 0 and at most 1, as in 0.8"),
                arguments(
                        List.of(web + "key=kw", web + "team=stor", "teams.store.budget.amount=1"),
                        path + ".team: 'stor'; expected store; did you mean store?"),
                mistake(
                        "teams.store.budget.amount=none",
                        "keywell.teams.store.budget.amount: 'none'; expected an amount of money such as 50.00, above"
                                + " 0"),
                mistake("auth.anonymous=yes", "keywell.auth.anonymous: 'yes'; expected true, false or loopback"),
                mistake(
                        "consumers.anonymous.key=kw",
                        "keywell.consumers.anonymous.key: a value that is not shown; expected nothing: this consumer"
                                + " stands for callers without a key"));
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                mistake(
                        "providrs.openai.api-keys=sk-secret",
                        "keywell.providrs: an unknown name; expected one of admin, alerting, auth, cache, config-file,"
                                + " consumers, data-dir, database, drain, encryption, ingress, ledger, logging, models,"
                                + " port, prices, providers, quota, simulator, teams, ...; did you mean providers?"),
                mistake(
                        "providers.openai.base-ur=x",
                        "keywell.providers.openai.base-ur: an unknown name; expected one of api-keys, base-url, keys,"
                                + " link-local, options, pools, type; did you mean base-url?"),
                mistake(
                        "providers.openai.keys=sk-secret",
                        "keywell.providers.openai.keys: a value that is not shown; expected a section with a name of your"
                                + " choice, not a value"),
                mistake(
                        "providers[0].type=openai",
                        "keywell.providers[0]: an unknown name; expected a name of your choice"),
                mistake(
                        "consumers.web.limits.requests-per-hour=1",
                        "keywell.consumers.web.limits.requests-per-hour: an unknown name; expected one of concurrent,"
                                + " input-tokens-per-minute, output-tokens-per-minute, requests-per-day,"
                                + " requests-per-minute, tokens-per-day, tokens-per-minute, window; did you mean"
                                + " requests-per-day?"),
                mistake(
                        "providers.openai.type.x=1",
                        "keywell.providers.openai.type: a section or a list; expected a single value"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsNamedExactly(List<String> lines, String problem) {
        List<String> problems = Configured.with(lines.toArray(String[]::new))
                .file("/blank", " \n")
                .file("/two-lines", "sk-a\nsk-b")
                .problems();

        assertThat(problems).contains(problem);
        assertThat(problems).noneMatch(text -> text.contains("sk-") || text.contains("kw'"));
    }

    @Test
    void allMistakesAreNamedInOneMessage() {
        ConfigResult result = Configured.with(
                        "providers.openai.api-keys=sk-a",
                        "providers.openai.base-url=nowhere",
                        "models.m.targets[0].provider=openai",
                        "models.m.targets[0].model=x",
                        "consumers.web.priority=0")
                .read();

        assertThat(((ConfigResult.Rejected) result).message())
                .isEqualTo(
                        """
                        The configuration has 3 problems:
                          keywell.providers.openai.base-url: 'nowhere'; expected http://HOST[:PORT][/PATH] or https://..., without user, query and fragment
                          keywell.consumers.web.priority: '0'; expected a whole number from 1 to 16
                          keywell.consumers.web: nothing; expected key, keys or key-sha256""");
    }

    @Test
    void aLongOrManyLinedValueIsShownShort() {
        String value = "x".repeat(100) + "\n2026-01-01 ERROR forged";

        assertThat(Configured.with("auth.anonymous=a\nb").problems())
                .containsExactly("keywell.auth.anonymous: 'a?b'; expected true, false or loopback");
        assertThat(Configured.with("auth.anonymous=" + value).problems().get(0))
                .isEqualTo("keywell.auth.anonymous: '" + "x".repeat(80) + "...'; expected true, false or loopback");
    }

    @Test
    void noSecretIsInAnyPrintedValue() {
        Configured configured = Configured.with(
                "providers.openai.keys.a.secret=sk-planted-1",
                "consumers.web.key=kw-planted-2",
                "consumers.web.team=t");

        assertThat(configured.accepted().toString()
                        + configured.catalog().providers()
                        + configured.catalog().consumers())
                .doesNotContain("planted");
    }
}
