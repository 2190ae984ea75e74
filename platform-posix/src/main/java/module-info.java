/**
 * What the socket code of Linux, macOS and FreeBSD has in common: in which order the calls are
 * made, which of their failures are none, and what errno means. Numbers, layouts and the calls
 * themselves are in the bindings that these systems share; what is one system's own stays in its
 * platform module.
 */
// "module": the platform modules are compiled after this one, so javac has never heard of them.
@SuppressWarnings("module")
module dev.ioserver.posix {
  requires dev.ioserver.bindings;
  requires transitive dev.ioserver.engine;
  requires static transitive org.jspecify;

  exports dev.ioserver.posix to
      dev.ioserver.bsd,
      dev.ioserver.linux;
}
