package io.keywell.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.keywell.architecture.Compiled.ROOT;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom: the table of {@code ARCHITECTURE.md}, as an allow-list. A package that is not in it is refused. */
class PackagesTest {

    /** What a package may use beside itself, its sub-packages and {@code core}. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("core", Set.of()),
            entry("telemetry", Set.of()),
            entry("alerting", Set.of()),
            entry("catalog", Set.of()),
            entry("protocol", Set.of()),
            entry("provider", Set.of("catalog", "protocol")),
            entry("quota", Set.of("catalog")),
            entry("routing", Set.of("catalog")),
            entry("admission", Set.of("catalog", "quota")),
            entry("settlement", Set.of("catalog", "quota", "telemetry")),
            entry("waiting", Set.of("catalog", "routing", "quota")),
            entry("upstream", Set.of("catalog", "routing", "waiting", "provider", "protocol", "quota", "telemetry")),
            entry(
                    "flow",
                    Set.of(
                            "admission",
                            "routing",
                            "waiting",
                            "upstream",
                            "settlement",
                            "protocol",
                            "catalog",
                            "quota")),
            entry("ingress", Set.of("catalog", "flow", "protocol", "telemetry")),
            entry("mcp", Set.of("catalog", "admission", "settlement")),
            entry("governance", Set.of("catalog", "routing", "quota", "waiting", "ledger")),
            entry("ledger", Set.of("catalog")),
            entry("console", Set.of()),
            entry("simulator", Set.of("protocol")));

    /** Wires everything, so it may use everything; nothing may use it. */
    private static final String WIRING = "boot";

    @TempDir
    private Path directory;

    static Stream<String> packages() {
        return MAY_USE.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatTheTableGivesIt(String name) {
        usesOnlyItsShare(name).check(Compiled.PROJECT);
    }

    @Test
    void aPackageThatUsesTheWiringIsFound() {
        Stream<String> users =
                packages().map("package io.keywell.%s.sub; class User { io.keywell.boot.Main main; }"::formatted);
        JavaClasses planted = Compiled.planted(
                directory,
                Stream.concat(users, Stream.of(publicClass(WIRING, "Main"))).toArray(String[]::new));

        assertThat(packages()).allSatisfy(name -> assertThat(Compiled.breaches(usesOnlyItsShare(name), planted))
                .singleElement(STRING)
                .contains(name + ".sub.User"));
    }

    @Test
    void whatTheTableGivesIsNotABreach() {
        String user = "package io.keywell.provider; class User { io.keywell.catalog.Thing thing; "
                + "io.keywell.core.Word word; java.util.List<String> names; org.jboss.logging.Logger log; }";

        assertThat(Compiled.breaches(
                        usesOnlyItsShare("provider"),
                        directory,
                        user,
                        publicClass("catalog", "Thing"),
                        publicClass("core", "Word")))
                .isEmpty();
    }

    @Test
    void everyClassIsInAPackageOfTheTable() {
        everyPackageIsKnown().check(Compiled.PROJECT);
    }

    @Test
    void aClassInAPackageThatNobodyDecidedOnIsFound() {
        assertThat(Compiled.breaches(
                        everyPackageIsKnown(),
                        directory,
                        publicClass("misc", "Odd"),
                        "package io.keywell; class Top {}"))
                .hasSize(2);
    }

    @Test
    void featuresFormNoCycle() {
        noCycles().check(Compiled.PROJECT);
    }

    @Test
    void aCycleIsFound() {
        assertThat(Compiled.breaches(
                        noCycles(),
                        directory,
                        "package io.keywell.quota; public class A { io.keywell.routing.inner.B b; }",
                        "package io.keywell.routing.inner; public class B { io.keywell.quota.A a; }"))
                .hasSize(1);
    }

    @Test
    void coreUsesNothingButJava() {
        coreIsPlainJava().check(Compiled.PROJECT);
    }

    @Test
    void aFrameworkInCoreIsFound() {
        assertThat(Compiled.breaches(
                        coreIsPlainJava(),
                        directory,
                        "package io.keywell.core; class Word { io.smallrye.mutiny.Uni<String> later; }"))
                .isNotEmpty();
    }

    private static ArchRule usesOnlyItsShare(String name) {
        String[] allowed = Stream.concat(Stream.of(name, "core"), MAY_USE.get(name).stream())
                .map(PackagesTest::tree)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(resideInAPackage(ROOT + "..")).or(resideInAnyPackage(allowed)))
                .because("a feature that knows few others can be read, tested and replaced by itself;"
                        + " a new dependency is a decision, made by changing the table")
                .allowEmptyShould(true);
    }

    private static ArchRule everyPackageIsKnown() {
        String[] known = Stream.concat(MAY_USE.keySet().stream(), Stream.of(WIRING))
                .map(PackagesTest::tree)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .resideInAnyPackage(known)
                .because("an allow-list that a new package can slip past allows everything");
    }

    private static ArchRule noCycles() {
        return slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("features in a cycle are one feature with two names");
    }

    private static ArchRule coreIsPlainJava() {
        return noClasses()
                .that()
                .resideInAPackage(tree("core"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(tree("core"), "java..", "org.jspecify..")
                .because("the words of the domain must outlive every framework");
    }

    private static String tree(String name) {
        return ROOT + "." + name + "..";
    }

    private static String publicClass(String packageName, String name) {
        return "package io.keywell.%s; public class %s {}".formatted(packageName, name);
    }
}
