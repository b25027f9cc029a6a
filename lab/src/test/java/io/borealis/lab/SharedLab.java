package io.borealis.lab;

import io.borealis.lab.run.LabException;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Engine and two agents with real packets for all end-to-end tests of this JVM, which is one lane of a leg: system
 * property {@code borealis.lane} tells lanes apart that run beside each other. Starts with the first test that
 * asks, ends with the last: JUnit closes what its store holds. Where the machine does not grant it the tests fail,
 * unless {@code BOREALIS_LAB=off}.
 */
public final class SharedLab implements BeforeEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedLab.class);

    // not tried again for every class: it takes minutes until it is sure that nothing comes
    private static volatile Optional<LabException> failure = Optional.empty();

    // before each test and not before all: a whole class that is aborted leaves an empty report, and nobody asks why
    @Override
    public void beforeEach(ExtensionContext context) {
        labOf(context);
    }

    private static Lab labOf(ExtensionContext context) {
        if (failure.isPresent()) {
            throw failure.get();
        }
        // of the session and not of the root: a JVM that is one of several lanes has a root for each class
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(Lab.class, key -> start(), Lab.class);
    }

    private static Lab start() {
        Lab lab =
                Labs.prepare("test" + System.getProperty("borealis.lane", ""), "agent1", "agent2", Lab.GUEST, Lab.SIX);
        try {
            lab.engine().start();
            lab.enroll("agent1", false);
            lab.enroll("agent2", true);
            return lab;
        } catch (LabException notStarted) {
            lab.close();
            failure = Optional.of(notStarted);
            throw notStarted;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return labOf(context);
    }
}
