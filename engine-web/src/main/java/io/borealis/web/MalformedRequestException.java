package io.borealis.web;

/** A request that is not what the interface describes. Names the field or parameter; never repeats its value. */
public final class MalformedRequestException extends RuntimeException {

    private final String field;
    private final String code;

    public MalformedRequestException(String code, String field, String why) {
        super(why);
        this.code = code;
        this.field = field;
    }

    Problem toProblem() {
        return Problem.badRequest(code, String.valueOf(getMessage())).with("field", field);
    }
}
