package io.borealis.verify;

import java.util.stream.Collectors;

/** What was proven, in words. */
final class Words {
    private Words() {}

    static String proven(Trailer trailer) {
        StringBuilder words = new StringBuilder(300);
        words.append(trailer.count())
                .append(" rows, exported at ")
                .append(trailer.exportedAt())
                .append(", are as the Engine with the key ")
                .append(trailer.keyId())
                .append(" gave them: nothing was changed, removed, inserted or reordered since.\n");
        if (trailer.complete()) {
            words.append("They are all that was sealed of the period");
            trailer.firstSequence().ifPresent(first -> words.append(": the chain has no gap from sequence ")
                    .append(first)
                    .append(" to ")
                    .append(trailer.lastSequence().orElse(first))
                    .append(", and is the one over which the checkpoints were signed"));
            words.append('.');
        } else {
            words.append("They were chosen (")
                    .append(
                            trailer.filter().isEmpty()
                                    ? "what its reader reaches"
                                    : trailer.filter().entrySet().stream()
                                            .map(one -> one.getKey() + "=" + one.getValue())
                                            .collect(Collectors.joining(" ")))
                    .append("): that no further row fits is the Engine's signed word, and not proven by the chain.");
        }
        if (trailer.unsealed() > 0) {
            words.append('\n')
                    .append(trailer.unsealed())
                    .append(" rows waited for their seal at that time and are not among them.");
        }
        return words.toString();
    }
}
