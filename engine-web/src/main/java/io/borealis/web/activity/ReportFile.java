package io.borealis.web.activity;

import io.borealis.engine.activity.report.ReportExport;
import io.borealis.engine.activity.report.ReportExportResult;
import io.borealis.web.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A report as a file. */
final class ReportFile {

    static final String CSV = "text/csv";
    static final String JSON_LINES = "application/x-ndjson";
    /** What the header {@code Link} of a page has. */
    static final String NEXT = "The next page, with rel=next, while there is one";

    private static final MediaType CSV_TYPE = new MediaType("text", "csv");
    private static final DateTimeFormatter IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ReportFile() {}

    /** Whether the caller prefers CSV; who takes anything gets JSON. */
    static boolean isCsvWanted(List<MediaType> acceptable) {
        return acceptable.stream()
                .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isCompatible(CSV_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }

    /** The file, or that its reader asks too often. */
    static Response answer(ReportExportResult result) {
        if (result instanceof ReportExportResult.TooOften often) {
            int seconds = often.retryAfterSeconds();
            return Problem.tooMany("too_many_requests", "you export too often; ask again in " + seconds + " seconds")
                    .builder()
                    .header(HttpHeaders.RETRY_AFTER, seconds)
                    .build();
        }
        ReportExport export = ((ReportExportResult.Granted) result).export();
        StreamingOutput body = export::writeTo;
        String name = "borealis-" + export.report() + "-" + IN_NAMES.format(export.at()) + "."
                + export.form().ending();
        return Response.ok(body, export.form().mediaType() + ";charset=UTF-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
