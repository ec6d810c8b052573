package io.keywell.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywell.protocol.chat.ChatEvent;
import java.util.function.Consumer;

/** Holds a reader to the order that {@link ChatEvent} promises. */
final class EventOrder implements Consumer<ChatEvent> {

    private boolean started;
    private boolean finished;
    private boolean over;
    private boolean failed;
    private int part = -1;
    private Class<?> kind;

    @Override
    public void accept(ChatEvent event) {
        assertThat(over).as("nothing comes after the end, not even " + event).isFalse();
        if (event instanceof ChatEvent.Failed) {
            over = true;
            failed = true;
        } else if (event instanceof ChatEvent.Completed) {
            assertThat(finished)
                    .as("it says why it finished before it is complete")
                    .isTrue();
            over = true;
        } else if (event instanceof ChatEvent.Started) {
            assertThat(started).as("it starts once").isFalse();
            started = true;
        } else if (!(event instanceof ChatEvent.UsageTold)) {
            assertThat(started).as("it starts before " + event).isTrue();
            assertThat(finished)
                    .as("no content after the reason of the end: " + event)
                    .isFalse();
            content(event);
        }
    }

    private void content(ChatEvent event) {
        if (event instanceof ChatEvent.Finished) {
            assertThat(kind).as("no part is open at the end").isNull();
            finished = true;
        } else if (event instanceof ChatEvent.PartEnded ended) {
            assertThat(kind).as("a part is open").isNotNull();
            assertThat(ended.part()).isEqualTo(part);
            kind = null;
        } else if (event instanceof ChatEvent.TextDelta delta) {
            in(delta.part(), ChatEvent.TextDelta.class);
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            in(delta.part(), ChatEvent.RefusalDelta.class);
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            in(delta.part(), ChatEvent.ReasoningDelta.class);
        } else if (event instanceof ChatEvent.ReasoningSealed sealed) {
            in(sealed.part(), ChatEvent.ReasoningDelta.class);
        } else if (event instanceof ChatEvent.ToolCallStarted call) {
            assertThat(kind).as("a call is a part of its own").isNull();
            assertThat(call.id()).isNotEmpty();
            in(call.part(), ChatEvent.ToolCallStarted.class);
        } else if (event instanceof ChatEvent.ToolArguments delta) {
            assertThat(kind).as("arguments belong to a call").isEqualTo(ChatEvent.ToolCallStarted.class);
            in(delta.part(), ChatEvent.ToolCallStarted.class);
        }
    }

    private void in(int number, Class<?> next) {
        if (kind == null) {
            assertThat(number).as("parts are numbered upwards").isEqualTo(part + 1);
            part = number;
            kind = next;
        }
        assertThat(number).isEqualTo(part);
        assertThat(next).as("a part is of one kind").isEqualTo(kind);
    }

    boolean over() {
        return over;
    }

    boolean failed() {
        return failed;
    }
}
