package io.borealis.web;

/** A request that is not what the interface describes. Names the field or parameter; never repeats its value. */
public final class MalformedRequestException extends RuntimeException {

    private final Problem problem;

    public MalformedRequestException(String code, String field, String why) {
        this(Problem.badRequest(code, why).with("field", field));
    }

    MalformedRequestException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem toProblem() {
        return problem;
    }
}
