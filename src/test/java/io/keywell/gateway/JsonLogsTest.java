package io.keywell.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keywell.simulator.Fault;
import io.keywell.simulator.FaultRule;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console as production has it: what its own formatter makes of everything that is logged. */
@QuarkusTest
@TestProfile(InProduction.class)
class JsonLogsTest extends OverTheWire {

    private static final String CALLS = "io.keywell.calls";

    private final Console console = new Console(productionFormatter());

    /** The lines of the console. */
    private static final class Console extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        Console(Formatter formatter) {
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord logged) {
            lines.add(getFormatter().format(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static Formatter productionFormatter() {
        return Stream.of(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .map(Handler::getFormatter)
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void listen() {
        java.util.logging.Logger.getLogger("").addHandler(console);
    }

    @AfterEach
    void everyLineIsOneObjectWithoutSecrets() {
        java.util.logging.Logger.getLogger("").removeHandler(console);
        assertThat(console.lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line).endsWith("\n").matches(text -> !showsASecret(text));
            assertThat(line.strip()).doesNotContain("\n", "\r");
            JsonObject json = new JsonObject(line);
            assertThat(OffsetDateTime.parse(json.getString("timestamp"))).isNotNull();
            assertThat(json.getString("level")).matches("[A-Z]+");
            assertThat(json.getString("loggerName")).isNotBlank();
            assertThat(json.getString("threadName")).isNotBlank();
            assertThat(json.containsKey("message")).isTrue();
            assertThat(json.fieldNames())
                    .doesNotContain("loggerClassName", "sequence", "threadId", "ndc", "processName", "processId");
        });
    }

    private List<JsonObject> ofCalls() {
        return console.lines.stream()
                .map(JsonObject::new)
                .filter(line -> line.getString("loggerName").equals(CALLS))
                .toList();
    }

    @Test
    void eachCallIsOneLineThatNamesItsKey() {
        Answer answer = web.chat("smart");

        await().untilAsserted(() -> assertThat(ofCalls()).hasSize(1));
        assertThat(ofCalls().get(0).getString("level")).isEqualTo("INFO");
        assertThat(ofCalls().get(0).getString("message"))
                .startsWith(answer.header("x-request-id") + " web chat smart -> plain/sim-large key=plain-1 ok ");
    }

    @Test
    void whatFailsOrIsRefusedIsOneLineToo() {
        world.play("hinted", FaultRule.once(Fault.SERVER_ERROR));
        web.chat("hinted");
        caller("by-minute").chat("nothing");
        caller("stranger").chat("smart");

        await().untilAsserted(() -> assertThat(ofCalls()).hasSize(3));
        assertThat(ofCalls())
                .extracting(line -> line.getString("message"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains(" web chat hinted -> hinted/sim-hinted ", "attempts=2"),
                        line -> assertThat(line).contains(" by-minute chat ", " key=- refused:model_not_found "),
                        line -> assertThat(line).contains(" unknown chat ", " key=- refused:invalid_api_key "));
    }

    @Test
    void aStackTraceIsPartOfItsLine() {
        Logger.getLogger("io.keywell.test")
                .error("two\nlines and \"quotes\"", new IllegalStateException("outer", new RuntimeException("inner")));

        JsonObject line = new JsonObject(console.lines.get(0));
        assertThat(line.getString("message")).isEqualTo("two\nlines and \"quotes\"");
        assertThat(line.getString("stackTrace")).contains("IllegalStateException: outer", "inner", "JsonLogsTest");
    }
}
