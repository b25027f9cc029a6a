package io.borealis.lab.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one run measured, each figure beside a baseline of the same run. Not thread-safe. */
final class Figures {

    private final List<Figure> rows = new ArrayList<>();

    private record Figure(
            String figure, double value, double aim, String baseline, double baselineValue, double ratio) {

        Map<String, Object> asJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("figure", figure);
            json.put("value", value);
            if (aim > 0) {
                json.put("aim", aim);
            }
            json.put("baseline", baseline);
            json.put("baseline_value", baselineValue);
            json.put("ratio", ratio);
            return json;
        }
    }

    /** @param aim 0 where the house has set none */
    void add(String figure, double value, double aim, String baseline, double baselineValue) {
        rows.add(new Figure(
                figure, rounded(value), aim, baseline, rounded(baselineValue), rounded(value / baselineValue)));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    List<Map<String, Object>> asJson() {
        return rows.stream().map(Figure::asJson).toList();
    }

    void print(PrintStream out) {
        out.printf("%n%-40s %9s %7s   %-28s %9s %6s%n", "figure", "value", "aim", "baseline", "value", "ratio");
        for (Figure row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-40s %9.2f %7s   %-28s %9.2f %6.2f%n",
                    row.figure(),
                    row.value(),
                    row.aim() > 0 ? "≤ " + Math.round(row.aim()) : "",
                    row.baseline(),
                    row.baselineValue(),
                    row.ratio());
        }
    }
}
