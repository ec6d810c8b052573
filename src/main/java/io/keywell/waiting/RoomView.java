package io.keywell.waiting;

/** The waiting room for those who only look at it. */
public interface RoomView {

    /** As it stands now; looks at every waiter, so ask now and then. */
    RoomSnapshot waiting();
}
