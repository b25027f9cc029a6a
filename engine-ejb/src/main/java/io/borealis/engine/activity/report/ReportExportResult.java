package io.borealis.engine.activity.report;

/** What became of asking for a report as a file. */
public sealed interface ReportExportResult {
    /** It is written down that it was asked for. */
    record Granted(ReportExport export) implements ReportExportResult {}

    record TooOften(int retryAfterSeconds) implements ReportExportResult {}
}
