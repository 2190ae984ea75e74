package dev.ioserver.testkit.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the engine that a class of conformance tests, and the classes nested in it, are about. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EngineUnderTest {

  /** {@return the name of the engine, as {@code -Dioserver.engine} takes it} */
  String value();
}
