package io.borealis.lab.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * One lab of one source tree for one purpose. Everything it makes on the machine carries its name, so that whatever a
 * killed run left behind is recognised as ours, and as nothing else, without a list that could be lost. Immutable.
 *
 * @param tree root of the source tree
 * @param purpose {@code demo}, {@code once}, {@code test} or {@code bench}: two purposes do not meet
 */
public record Run(Path tree, String purpose) {

    private static final String MARK = "BOREALIS_LAB_RUN";

    public Run {
        tree = tree.toAbsolutePath().normalize();
    }

    /** The run of this process's tree: system property {@code borealis.tree}, else the working directory. */
    public static Run of(String purpose) {
        return new Run(Path.of(System.getProperty("borealis.tree", "")), purpose);
    }

    /** Another run of the same tree. */
    public Run named(String otherPurpose) {
        return new Run(tree, otherPurpose);
    }

    /** Where the run keeps its files. */
    public Path folder() {
        return tree.resolve("target").resolve(purpose);
    }

    /** First letters of every interface of the run; 15 characters at most, and no adapter's name has a dash. */
    public String interfacePrefix() {
        return "bor-" + id();
    }

    /** First letters of every network namespace of the run. */
    public String namespacePrefix() {
        return "bor-" + id() + "-";
    }

    /** Every process of the run, and whatever it starts, has this in its environment. */
    public Map<String, String> mark() {
        return Map.of(MARK, tree + ":" + purpose);
    }

    /** The entry as the kernel shows it in {@code /proc/PID/environ}. */
    public String markAsEntry() {
        return MARK + "=" + tree + ":" + purpose;
    }

    private String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((tree + ":" + purpose).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every Java runtime", impossible);
        }
    }
}
