package dev.ioserver.bench.jvm;

/** What every JVM that measures is started with. */
public final class JvmArgs {

  /** The bindings call restricted methods. */
  public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** JMH and Netty look at object layouts through Unsafe, and the JVM would say so. */
  public static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  /** A heap of one size, so that no figure contains its growth. */
  public static final String HEAP_MIN = "-Xms512m";

  public static final String HEAP_MAX = "-Xmx512m";

  private JvmArgs() {}
}
