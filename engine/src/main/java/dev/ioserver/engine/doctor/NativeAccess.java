package dev.ioserver.engine.doctor;

import java.util.Optional;

/**
 * Whether the module that calls the system's functions was given native access.
 *
 * @param module its name, as {@code --enable-native-access} takes it
 * @param present whether this process can have it
 * @param enabled whether a flag or a manifest names it
 */
record NativeAccess(String module, boolean present, boolean enabled) {

  /** The module that calls the system's functions, on every system. */
  private static final String BINDINGS = "dev.ioserver.bindings";

  /** As it is before anything native was called. */
  static NativeAccess now() {
    Optional<Module> bindings = ModuleLayer.boot().findModule(BINDINGS);
    if (bindings.isPresent()) {
      return new NativeAccess(BINDINGS, true, bindings.get().isNativeAccessEnabled());
    }
    Module own = NativeAccess.class.getModule();
    return own.isNamed()
        ? new NativeAccess(BINDINGS, false, false)
        : new NativeAccess("ALL-UNNAMED", true, own.isNativeAccessEnabled());
  }

  /** With the remedy, if one is needed. */
  String inWords() {
    if (!present) {
      return "the module " + module + " is not on the module path";
    }
    return enabled
        ? "enabled for " + module
        : "not enabled; Java warns of it or denies it: start java with --enable-native-access="
            + module;
  }
}
