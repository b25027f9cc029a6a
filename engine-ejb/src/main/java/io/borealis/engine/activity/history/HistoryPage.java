package io.borealis.engine.activity.history;

import io.borealis.engine.Page;
import java.time.Duration;

/** What became of asking for a page of the activity. */
public sealed interface HistoryPage {
    record Found(Page<ActivityView> page) implements HistoryPage {}

    /** The row after which the page was to begin is not there, or not for this person. */
    record UnknownRow() implements HistoryPage {}

    /** A text is looked for in each row of a period, and this one is longer than a page waits for. */
    record PeriodTooLong(Duration longest) implements HistoryPage {}
}
