package io.borealis.web;

import io.borealis.protocol.Text;

/** What to tell a caller whose text breaks the rule of {@link Text}; the text itself is never repeated. */
final class TextProblems {

    private TextProblems() {}

    /** @param field already harmless */
    static Problem of(String field, Text.Fault fault) {
        return Problem.badRequest("bad_text", field + " holds " + fault.words() + "; leave it out")
                .with("field", field)
                .with("character", fault.wireName());
    }
}
