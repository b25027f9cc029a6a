package io.borealis.engine.activity.live;

import io.borealis.protocol.activity.LiveWord;
import io.borealis.protocol.control.CloseReason;
import java.util.List;

/** Where a person looks on. Thread-safe. */
public interface EventScreen {
    /**
     * Sends the words in their order; never waits.
     *
     * @param taken to be run once, when the far end took them; never when it is gone
     */
    void tell(List<LiveWord> words, Runnable taken);

    /** Nothing more comes; closing what is closed does nothing. */
    void ended(CloseReason reason, String text);
}
