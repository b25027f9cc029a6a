package io.borealis.engine.activity.history;

/** What became of asking for an export. */
public sealed interface ExportResult {
    /** It is written down that it was asked for. */
    record Granted(ActivityExport export) implements ExportResult {}

    record TooOften(int retryAfterSeconds) implements ExportResult {}
}
