package io.borealis.web.access;

import io.borealis.engine.access.Duty;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A resource method that is open also in sessions in which this must be done first; all others are not. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface EvenWith {
    Duty[] value();
}
