package io.borealis.verify;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code java -jar borealis-verify.jar EXPORT --key KEY.pem [--key …]}: says whether an export is as the Engine gave it, or where
 * it fails first. Exit codes: 0 proven, 1 changed, 2 cut, 3 signed by another key, 4 no export in JSON lines, 5 unreadable, 64
 * wrong arguments.
 */
public final class Verify {
    private static final String USAGE =
            "usage: java -jar borealis-verify.jar EXPORT --key KEY.pem [--key KEY.pem ...]\n"
                    + "EXPORT is an export with format=json, KEY.pem public keys of the Engine (GET /api/activity/keys).\n"
                    + "Exit codes: 0 proven, 1 changed, 2 cut, 3 another key, 4 no such export, 5 unreadable, 64 wrong arguments.";

    private Verify() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    /** Says to {@code out} what the check comes to, and answers the exit code. */
    public static int run(List<String> arguments, PrintStream out) {
        Verdict verdict = verdict(arguments);
        boolean isProven = verdict.outcome() == Outcome.PROVEN;
        boolean isUsage = verdict.outcome() == Outcome.MISUSED;
        out.println(isUsage ? verdict.sentence() : (isProven ? "PROVEN: " : "NOT PROVEN: ") + verdict.sentence());
        return verdict.outcome().exitCode();
    }

    private static Verdict verdict(List<String> arguments) {
        List<Path> keys = new ArrayList<>();
        Optional<Path> export = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--key") && i + 1 < arguments.size()) {
                keys.add(Path.of(arguments.get(++i)));
            } else if (argument.startsWith("-") || export.isPresent()) {
                return new Verdict(Outcome.MISUSED, USAGE);
            } else {
                export = Optional.of(Path.of(argument));
            }
        }
        if (export.isEmpty() || keys.isEmpty()) {
            return new Verdict(Outcome.MISUSED, USAGE);
        }
        try {
            return new ExportCheck(export.get(), TrustedKeys.from(keys)).check();
        } catch (FailedException unusable) {
            return unusable.verdict();
        }
    }
}
