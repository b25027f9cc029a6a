package io.borealis.network.connector;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Reads and sets JavaBean properties as a container does. */
final class Beans {

    private Beans() {}

    static PropertyDescriptor property(Class<?> type, String name) throws IntrospectionException {
        BeanInfo info = Introspector.getBeanInfo(type);
        return Arrays.stream(info.getPropertyDescriptors())
                .filter(property -> property.getName().equals(name))
                .filter(property -> property.getWriteMethod() != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " has no property " + name));
    }

    static void set(Object bean, String name, String value)
            throws IntrospectionException, IllegalAccessException, InvocationTargetException {
        property(bean.getClass(), name).getWriteMethod().invoke(bean, value);
    }

    static Object get(Object bean, String name)
            throws IntrospectionException, IllegalAccessException, InvocationTargetException {
        return property(bean.getClass(), name).getReadMethod().invoke(bean);
    }
}
