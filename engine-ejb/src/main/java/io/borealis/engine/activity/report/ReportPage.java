package io.borealis.engine.activity.report;

import io.borealis.engine.Page;
import java.time.Duration;

/** What became of asking for a page of a report. */
public sealed interface ReportPage<R> {
    /** @param filter what was asked, with the end of the period that holds for the pages after it too */
    record Found<R>(Page<R> page, ReportFilter filter) implements ReportPage<R> {}

    /** The row after which the page was to begin is not there, or not for this person. */
    record UnknownRow<R>() implements ReportPage<R> {}

    /** More than a page sums up; an export does. */
    record PeriodTooLong<R>(Duration longest) implements ReportPage<R> {}
}
