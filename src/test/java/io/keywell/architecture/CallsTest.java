package io.keywell.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static io.keywell.architecture.Compiled.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no class may call, hold or annotate, with the few places that are excepted. */
class CallsTest {

    private static final Set<String> BLOCKING = Set.of(
            "java.lang.Thread.sleep",
            "java.lang.Thread.join",
            "java.lang.Object.wait",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.Future.get",
            "java.util.concurrent.CompletableFuture.join",
            "java.util.concurrent.CountDownLatch.await",
            "java.util.concurrent.CyclicBarrier.await",
            "java.util.concurrent.locks.Condition.await",
            "java.util.concurrent.locks.LockSupport.park",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.Semaphore.acquire",
            "java.util.concurrent.BlockingQueue.take",
            "java.util.concurrent.BlockingQueue.put",
            "java.util.concurrent.ExecutorService.invokeAll",
            "java.util.concurrent.ExecutorService.invokeAny",
            "java.util.concurrent.ExecutorService.awaitTermination",
            "io.smallrye.mutiny.Uni.await",
            "io.smallrye.mutiny.groups.MultiSubscribe.asIterable",
            "io.smallrye.mutiny.groups.MultiSubscribe.asStream",
            "io.vertx.core.Future.await");

    /**
     * They wait on the thread that starts the gateway, which takes no call before it is done, or on a thread of their own: for
     * the database's own process, its schema and the first rows.
     */
    private static final Set<String> WAITS_AT_START = Set.of(
            ROOT + ".governance.database.Database",
            ROOT + ".governance.database.EmbeddedServer",
            ROOT + ".governance.source.CatalogFollower");

    private static final Set<String> MACHINE_TIME =
            Set.of("java.lang.System.currentTimeMillis", "java.lang.System.nanoTime");

    private static final Set<String> RANDOMNESS = Set.of(
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of");

    private static final Set<String> WRITING_A_STATUS = Set.of(
            "io.vertx.core.http.HttpServerResponse.setStatusCode",
            "io.vertx.core.http.HttpServerResponse.setStatusMessage",
            "io.vertx.ext.web.RoutingContext.fail");

    /** A class of each rule's breaches: compiled together, because each compilation costs much more than a class. */
    private static JavaClasses planted;

    private static JavaClasses harmless;

    @BeforeAll
    static void compile(@TempDir Path breaches, @TempDir Path relatives) {
        planted = Compiled.planted(
                breaches, Stream.of(Rule.values()).flatMap(Rule::sources).toArray(String[]::new));
        harmless = Compiled.planted(
                relatives,
                planted(
                        "Planted",
                        """
                        static final int LIMIT = 1;
                        Object a = java.time.Instant.ofEpochMilli(0);
                        Object b = new java.util.SplittableRandom(42);
                        String c = String.join(",", "a");
                        Object d = java.util.Map.of().get("a");
                        static long wait(String path, long most) { return most; }
                        long limit = wait("max-wait", 5);
                        Object e(java.time.Clock clock) { return java.time.Instant.now(clock); }
                        @org.eclipse.microprofile.faulttolerance.Retry io.smallrye.mutiny.Uni<String> f() { return null; }
                        """));
    }

    /** Each rule with lines that must break it. A line is a member of a class in package {@code flow}. */
    enum Rule {
        MACHINE_CLOCK(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName(ROOT + ".core.SystemClock")
                        .should()
                        .accessTargetWhere(calls(MACHINE_TIME))
                        .because("time is injected as core.Clock, so that a test can make an hour pass"),
                "long t = System.nanoTime();",
                "long t = System.currentTimeMillis();",
                "java.util.function.LongSupplier t = System::nanoTime;"),
        CALENDAR_NOW(
                outsideBoot()
                        .should()
                        .accessTargetWhere(describe("it reads the wall clock", CallsTest::readsWallClock))
                        .because("time is injected as core.Clock, so that a test can make a day pass"),
                "Object t = java.time.Instant.now();",
                "Object t = java.time.LocalDate.now(java.time.ZoneOffset.UTC);",
                "Object t = java.time.Clock.systemUTC();",
                "Object t = new java.util.Date();",
                "java.util.function.Supplier<Object> t = java.time.Instant::now;"),
        NOTHING_BLOCKS(
                outsideBoot()
                        .and(describe("are not known to block", type -> !WAITS_AT_START.contains(type.getName())))
                        .should()
                        .accessTargetWhere(calls(BLOCKING))
                        .because("a blocked event loop stops every call that it serves"),
                "void m() throws Exception { Thread.sleep(1); }",
                "void m() throws Exception { wait(); }",
                "Object m(java.util.concurrent.Future<?> f) throws Exception { return f.get(); }",
                "Object m(java.util.concurrent.CompletableFuture<?> f) { return f.join(); }",
                "Object m(java.util.concurrent.ScheduledFuture<?> f) throws Exception { return f.get(); }",
                "Object m(io.smallrye.mutiny.Uni<?> u) { return u.await().indefinitely(); }",
                "Object m(java.util.concurrent.ArrayBlockingQueue<?> q) throws Exception { return q.take(); }",
                "void m(java.util.concurrent.CountDownLatch l) throws Exception { Runnable r = () -> "
                        + "{ try { l.await(); } catch (InterruptedException e) { } }; }"),
        RANDOMNESS_IS_INJECTED(
                outsideBoot()
                        .should()
                        .accessTargetWhere(describe("it makes randomness of no known seed", CallsTest::makesRandomness))
                        .because("a choice that a test cannot repeat cannot be tested"),
                "double r = Math.random();",
                "Object r = java.util.UUID.randomUUID();",
                "Object r = new java.util.Random();",
                "Object r = new java.security.SecureRandom();",
                "Object r = java.util.concurrent.ThreadLocalRandom.current();"),
        STATUS_IS_WRITTEN_AT_THE_EDGE(
                outside("ingress", "mcp", "governance", "simulator")
                        .should()
                        .accessTargetWhere(calls(WRITING_A_STATUS))
                        .because("one table maps an error to a status and a dialect's body"),
                "void m(io.vertx.core.http.HttpServerResponse r) { r.setStatusCode(429); }",
                "void m(io.vertx.ext.web.RoutingContext c) { c.fail(429); }"),
        STATUS_NAMES_STAY_AT_THE_EDGE(
                outside("ingress", "mcp", "governance", "simulator", "provider")
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("io.netty.handler.codec.http.HttpResponseStatus")
                        .because("inside, outcomes have names, not numbers"),
                "Object s = io.netty.handler.codec.http.HttpResponseStatus.OK;"),
        NO_GUARD_ON_A_STREAM(
                noMethods()
                        .that(returnAStream())
                        .should()
                        .beAnnotatedWith(aGuard())
                        .orShould()
                        .beDeclaredInClassesThat(annotatedWith(aGuard()))
                        .because(
                                "fault tolerance guards the head of an answer; nothing falls back after the first byte"),
                "@org.eclipse.microprofile.faulttolerance.Retry io.smallrye.mutiny.Multi<String> m() { return null; }",
                "@org.eclipse.microprofile.faulttolerance.Timeout java.util.concurrent.Flow.Publisher<String> m()"
                        + " { return null; }",
                "@org.eclipse.microprofile.faulttolerance.Bulkhead static class Inner "
                        + "{ io.smallrye.mutiny.Multi<String> m() { return null; } }"),
        NO_STATIC_STATE(
                fields().that()
                        .areStatic()
                        .should()
                        .beFinal()
                        .because("what is static and changes is shared by every test and every call"),
                "static int count;"),
        CONSTRUCTORS_INJECT(
                noFields()
                        .should()
                        .beAnnotatedWith("jakarta.inject.Inject")
                        .because("a constructor says what a class needs, and a test can call it"),
                "@jakarta.inject.Inject String name;");

        private final ArchRule rule;
        private final String[] breaches;

        Rule(ArchRule rule, String... breaches) {
            this.rule = rule.allowEmptyShould(true);
            this.breaches = breaches;
        }

        /** Of the classes with its breaches, in their order; none is the beginning of another. */
        List<String> names() {
            return IntStream.range(0, breaches.length)
                    .mapToObj(i -> "Planted" + i + "Of" + name())
                    .toList();
        }

        Stream<String> sources() {
            return IntStream.range(0, breaches.length).mapToObj(i -> planted(names().get(i), breaches[i]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProjectKeepsTheRule(Rule rule) {
        rule.rule.check(Compiled.PROJECT);
    }

    @ParameterizedTest
    @EnumSource
    void everyPlantedBreachIsFound(Rule rule) {
        List<String> found = Compiled.breaches(rule.rule, planted);

        assertThat(rule.names()).isNotEmpty().allSatisfy(name -> assertThat(found)
                .anyMatch(breach -> breach.contains("io.keywell.flow." + name)));
    }

    @ParameterizedTest
    @EnumSource
    void harmlessRelativesAreNoBreach(Rule rule) {
        assertThat(Compiled.breaches(rule.rule, harmless)).isEmpty();
    }

    private static String planted(String name, String members) {
        return "package io.keywell.flow; class %s { %s }".formatted(name, members);
    }

    private static GivenClassesConjunction outsideBoot() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".boot..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".core.SystemClock");
    }

    private static GivenClassesConjunction outside(String... names) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new));
    }

    /** A call or a method reference, on the named type or one below it. */
    private static DescribedPredicate<JavaAccess<?>> calls(Set<String> methods) {
        return describe(
                "it is one of " + methods.stream().sorted().toList(), access -> isOneOf(access.getTarget(), methods));
    }

    private static boolean isOneOf(AccessTarget accessed, Set<String> methods) {
        if (!(accessed instanceof AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        JavaClass owner = target.getOwner();
        return Stream.of(Stream.of(owner), owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                .flatMap(types -> types)
                .filter(type -> methods.contains(type.getName() + "." + target.getName()))
                .anyMatch(type -> declares(type, target));
    }

    /** Whether it is the type's own method or overrides it, and does not just share its name. */
    private static boolean declares(JavaClass type, AccessTarget.CodeUnitAccessTarget target) {
        return type.getMethods().stream()
                .anyMatch(method -> method.getName().equals(target.getName())
                        && HasName.Utils.namesOf(method.getRawParameterTypes())
                                .equals(HasName.Utils.namesOf(target.getRawParameterTypes())));
    }

    private static boolean readsWallClock(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        String owner = target.getOwner().getName();
        List<JavaClass> parameters = target.getRawParameterTypes();
        return switch (target.getName()) {
            case "<init>" -> owner.equals("java.util.Date") && parameters.isEmpty();
            case "now" ->
                owner.startsWith("java.time.")
                        && parameters.stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
            default -> owner.equals("java.time.Clock") && target.getName().startsWith("system");
        };
    }

    /** A generator with a seed repeats itself, so it may be made anywhere. */
    private static boolean makesRandomness(JavaAccess<?> access) {
        if (!(access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        boolean unseeded = target.getName().equals("<init>")
                && target.getOwner().isAssignableTo(RandomGenerator.class)
                && (target.getRawParameterTypes().isEmpty() || target.getOwner().isAssignableTo(SecureRandom.class));
        return unseeded || isOneOf(target, RANDOMNESS);
    }

    private static DescribedPredicate<JavaMethod> returnAStream() {
        return describe("return a stream", method -> method.getRawReturnType().isAssignableTo(Flow.Publisher.class));
    }

    private static DescribedPredicate<JavaAnnotation<?>> aGuard() {
        return describe("a fault-tolerance annotation", annotation -> {
            String name = annotation.getRawType().getName();
            return name.startsWith("org.eclipse.microprofile.faulttolerance.")
                    || name.startsWith("io.smallrye.faulttolerance.");
        });
    }
}
