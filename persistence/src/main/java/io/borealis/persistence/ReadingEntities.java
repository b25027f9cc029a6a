package io.borealis.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** An entity manager whose writing methods refuse, and so do the statements that its queries would execute. */
final class ReadingEntities {
    private static final Set<String> WRITING = Set.of("persist", "merge", "remove", "flush", "executeUpdate", "lock");

    private ReadingEntities() {}

    static EntityManager of(EntityManager entities) {
        return (EntityManager) guard(entities, EntityManager.class);
    }

    private static Object guard(Object real, Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> invoke(real, proxy, method, arguments));
    }

    private static Object invoke(Object real, Object proxy, Method method, Object[] arguments) throws Throwable {
        if (WRITING.contains(method.getName())) {
            throw new IllegalStateException("work that only reads writes nothing: use Database.write");
        }
        Object answer;
        try {
            answer = method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
        // A query's setters answer the query itself, and a chain of them must stay guarded
        if (answer == real) {
            return proxy;
        }
        return Query.class.isAssignableFrom(method.getReturnType()) ? guard(answer, method.getReturnType()) : answer;
    }
}
