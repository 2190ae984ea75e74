package dev.ioserver.bindings.bsd;

import dev.ioserver.bindings.abi.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * One handle per function, each in a class of its own: it is linked when its first call comes. The
 * one that a loop calls all the time is not final, though nobody changes it, for the reason that
 * {@code PosixHandles} gives.
 *
 * <p>The two functions of kqueue come from the file that {@link BsdBindings#LIBRARY_PROPERTY}
 * names, where the target is a library.
 */
@SuppressWarnings({
  "restricted", // Loading the library is what this class is for.
  "NonFinalStaticField" // See above.
})
final class BsdHandles {
  private BsdHandles() {}

  static final class Kqueue {
    static final MethodHandle CALL = ofKqueue(BsdFunctions.KQUEUE).link();
  }

  static final class Kevent {
    static MethodHandle CALL = ofKqueue(BsdFunctions.KEVENT).link();
  }

  static final class Pipe {
    static final MethodHandle CALL = BsdFunctions.PIPE.link();
  }

  /**
   * A function of kqueue, from where it is: the system, or the library that is loaded for good, as
   * code that is being called cannot be unloaded.
   *
   * @throws IllegalArgumentException if the library cannot be loaded
   */
  static CFunction ofKqueue(CFunction function) {
    String file = BsdBindings.library();
    return !BsdBindings.isStandIn() || file == null
        ? function
        : function.from(SymbolLookup.libraryLookup(Path.of(file).toAbsolutePath(), Arena.global()));
  }
}
