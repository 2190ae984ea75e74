package dev.ioserver.engine.park;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Access modes for the fields of stress tests. */
final class Fields {

  private Fields() {}

  static VarHandle of(Class<?> owner, String name) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
