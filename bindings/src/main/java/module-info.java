/**
 * The C ABI of each system, and nothing else: declarations that a tool generated from the system's
 * own headers, and beside them hand-written calls that hand back errno.
 *
 * <p>This is the one module that calls restricted methods of {@code java.lang.foreign}; a program
 * starts with {@code --enable-native-access=dev.ioserver.bindings}. A package of calls is exported
 * to the platform module of its system alone, and what systems share to those that share it; the
 * generated packages, and the package that the calls stand on, to nobody.
 */
// "module": a platform module is compiled after this one, so javac has never heard of it here.
@SuppressWarnings("module")
module dev.ioserver.bindings {
  requires static org.jspecify;

  exports dev.ioserver.bindings.bsd to
      dev.ioserver.bsd;
  exports dev.ioserver.bindings.linux to
      dev.ioserver.linux;
  exports dev.ioserver.bindings.posix to
      dev.ioserver.bsd,
      dev.ioserver.linux,
      dev.ioserver.posix;
  exports dev.ioserver.bindings.windows to
      dev.ioserver.windows;
}
