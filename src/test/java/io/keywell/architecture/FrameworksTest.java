package io.keywell.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.keywell.architecture.Compiled.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which framework may be seen from which package. */
class FrameworksTest {

    private static final String[] PURE = {"core", "catalog", "protocol", "provider", "routing"};
    private static final String[] WITHOUT_IO = {
        "core", "catalog", "protocol", "provider", "routing", "quota", "waiting", "admission", "alerting"
    };

    private static final List<Framework> FRAMEWORKS = List.of(
            onlyIn(
                    new String[] {
                        "ingress", "mcp", "console", "simulator", "governance.admin", "governance.operators", "boot"
                    },
                    "routes are the edge; what is behind them is called with values",
                    "io.vertx.core.Handler<io.vertx.ext.web.RoutingContext>",
                    "io.vertx.ext.web.."),
            onlyIn(
                    new String[] {
                        "ingress", "upstream", "mcp", "simulator", "governance.admin", "governance.operators", "boot"
                    },
                    "HTTP stays where bytes come in and go out",
                    "io.vertx.core.http.HttpClient",
                    "io.vertx.core.http.."),
            notIn(
                    WITHOUT_IO,
                    "decisions are made on values, so that tests need no event loop",
                    "io.vertx.core.buffer.Buffer",
                    "io.vertx..",
                    "io.quarkus.vertx.."),
            onlyIn(
                    new String[] {"upstream"},
                    "trying again is decided in one place, or attempts multiply",
                    "org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException",
                    "org.eclipse.microprofile.faulttolerance..",
                    "io.smallrye.faulttolerance.."),
            notIn(
                    PURE,
                    "plain constructors wire them, so that no container is needed to use or test them",
                    "jakarta.inject.Provider<String>",
                    "jakarta.."),
            notIn(
                    PURE,
                    "they take values; where values come from is configuration's business",
                    "io.smallrye.config.SmallRyeConfig",
                    "io.smallrye.config.."),
            onlyIn(
                    new String[] {"governance"},
                    "the data plane must answer while the database is away",
                    null,
                    "org.hibernate..",
                    "io.quarkus.hibernate..",
                    "jakarta.persistence.."),
            onlyIn(
                    new String[] {"quota.infinispan"},
                    "the cluster's store is one of several behind QuotaStore",
                    null,
                    "org.infinispan..",
                    "io.quarkus.infinispan.."));

    @TempDir
    private Path directory;

    static Stream<ArchRule> rules() {
        return FRAMEWORKS.stream().map(Framework::rule);
    }

    static Stream<Framework> withSample() {
        return FRAMEWORKS.stream().filter(framework -> framework.sample() != null);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aFrameworkIsSeenOnlyWhereItBelongs(ArchRule rule) {
        rule.check(Compiled.PROJECT);
    }

    @ParameterizedTest
    @MethodSource("withSample")
    void aFrameworkElsewhereIsFound(Framework framework) {
        assertThat(Compiled.breaches(framework.rule(), directory, user("catalog.config", framework.sample())))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("withSample")
    void aFrameworkWhereItBelongsIsNoBreach(Framework framework) {
        assertThat(Compiled.breaches(framework.rule(), directory, user(framework.home(), framework.sample())))
                .isEmpty();
    }

    private static String user(String packageName, String type) {
        return "package io.keywell.%s; class User { void use(%s it) {} }".formatted(packageName, type);
    }

    private static Framework onlyIn(String[] homes, String reason, String sample, String... packages) {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackages(trees(homes))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(reason)
                .allowEmptyShould(true);
        return new Framework(rule, homes[0], sample);
    }

    private static Framework notIn(String[] places, String reason, String sample, String... packages) {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage(trees(places))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(reason)
                .allowEmptyShould(true);
        return new Framework(rule, "boot", sample);
    }

    private static String[] trees(String[] names) {
        return Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    /**
     * @param home a package that may use it
     * @param sample one of its types, to plant; null while the framework is not on the class path
     */
    private record Framework(ArchRule rule, String home, String sample) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }
}
