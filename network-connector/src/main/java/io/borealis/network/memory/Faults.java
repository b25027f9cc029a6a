package io.borealis.network.memory;

import io.borealis.network.HostNetworkException;
import io.borealis.network.HostNetworkException.Step;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which steps are to fail next. Thread-safe. */
final class Faults {

    private final Map<Step, Integer> next = new ConcurrentHashMap<>();

    void failNext(Step step, int code) {
        next.put(step, code);
    }

    boolean isNext(Step step) {
        return next.containsKey(step);
    }

    /** Every operation calls this where the Windows network makes the native call of the step. */
    void reach(Step step) throws HostNetworkException {
        Integer code = next.remove(step);
        if (code != null) {
            throw new HostNetworkException(step, code, "this failure was asked for");
        }
    }
}
