package dev.ioserver.linux;

import dev.ioserver.bindings.posix.Errno;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The schedule by which the calls of another process fail: a file that this process and the
 * preloaded library {@code failing_calls.c} both have mapped. A rule that is set here holds there
 * at once.
 */
final class FailingCalls {

  /** For a group or a descriptor: whichever it is. */
  static final int ANY = -1;

  /** For a count of failures: no end. */
  static final int FOREVER = -1;

  /** The variable that tells the library where the schedule is. */
  static final String VARIABLE = "FAILING_CALLS";

  /** In the order of {@code enum call}. */
  private static final List<String> CALLS =
      List.of(
          "accept",
          "accept4",
          "close",
          "connect",
          "epoll_ctl ADD",
          "epoll_ctl DEL",
          "epoll_pwait2",
          "epoll_wait",
          "getpeername",
          "getsockopt",
          "SO_ERROR",
          "read",
          "read of a socket",
          "recv",
          "send",
          "sendmsg",
          "setsockopt",
          "setsockopt before a connect",
          "shutdown",
          "socket",
          "write",
          "write of a socket",
          "writev");

  /** Numbers that the engine has no name for; they are the same on every architecture we run on. */
  private static final Map<String, Integer> UNNAMED = Map.of("ENOSR", 63, "EDQUOT", 122);

  private static final int CODES = 134;
  private static final long COMPILE_SECONDS = 120;

  private static final int MAGIC = 0x6c696166;
  private static final int RULES = 64;
  private static final int HEADER = 64;
  private static final int LOADED = 4;
  private static final int BAD_CLOSES = 8;
  private static final int LAST_EPOLL = 12;
  private static final int RULE_BYTES = 48;
  private static final int ON = 0;
  private static final int CALL = 4;
  private static final int CODE = 8;
  private static final int GROUP = 12;
  private static final int DESCRIPTOR = 16;
  private static final int ONE_IN = 20;
  private static final int TAKES = 24;
  private static final int SEED = 28;
  private static final int LEFT = 32;
  private static final int ELIGIBLE = 36;
  private static final int FAILED = 40;
  private static final int GROUPS = HEADER + RULES * RULE_BYTES;
  private static final int BYTES = GROUPS + 65_536;

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final MappedByteBuffer memory;
  private final boolean[] used = new boolean[RULES];

  private FailingCalls(MappedByteBuffer memory) {
    this.memory = memory;
  }

  /** A schedule by which nothing fails yet. */
  static FailingCalls create(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
      INT.setVolatile(memory, 0, MAGIC);
      return new FailingCalls(memory);
    }
  }

  /** Compiles one of the libraries beside the tests; null if there is no C compiler. */
  static Path compile(String name, Path folder) throws Exception {
    Path compiler = null;
    for (String program : List.of("cc", "gcc", "clang")) {
      compiler = compiler == null ? onPath(program) : compiler;
    }
    if (compiler == null) {
      return null;
    }
    Path here = Path.of("").toAbsolutePath();
    Path module =
        Files.isDirectory(here.resolve("src/test/c")) ? here : here.resolve("platform-linux");
    Path library = folder.resolve("lib" + name + ".so");
    Path log = folder.resolve("compiler.log");
    Process process =
        new ProcessBuilder(
                compiler.toString(),
                "-std=gnu11",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-shared",
                "-fPIC",
                "-o",
                library.toString(),
                module.resolve("src/test/c/" + name + ".c").toString(),
                "-ldl")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("the library does not compile: " + Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    return library;
  }

  /** The number of an errno. */
  static int number(String name) {
    Integer unnamed = UNNAMED.get(name);
    if (unnamed != null) {
      return unnamed;
    }
    for (int code = 1; code < CODES; code++) {
      if (Errno.name(code).equals(name)) {
        return code;
      }
    }
    throw new AssertionError("no errno " + name);
  }

  /** Whether the other process has the library. */
  boolean isLoaded() {
    return get(LOADED) == 1;
  }

  /** Closes of what was not open: a descriptor was closed twice. */
  int badCloses() {
    return get(BAD_CLOSES);
  }

  /** The descriptor of the epoll instance that was opened last. */
  int lastEpoll() {
    return get(LAST_EPOLL);
  }

  /** Puts the connections of a TCP port, or its listener, into a group; 0 is none. */
  void group(int port, int group) {
    memory.put(GROUPS + port, (byte) group);
    VarHandle.fullFence();
  }

  /** A rule for a call of {@link #CALLS}; it holds from {@link Rule#on} to {@link Rule#close}. */
  synchronized Rule rule(String call, int code) {
    for (int i = 0; i < RULES; i++) {
      if (!used[i]) {
        used[i] = true;
        return new Rule(i, call, code);
      }
    }
    throw new AssertionError("more than " + RULES + " rules");
  }

  private synchronized void free(int index) {
    used[index] = false;
  }

  private int get(int offset) {
    return (int) INT.getVolatile(memory, offset);
  }

  private static Path onPath(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, name);
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** One call that fails with one errno. */
  final class Rule implements AutoCloseable {

    private final int index;
    private final int at;

    private Rule(int index, String call, int code) {
      this.index = index;
      this.at = HEADER + index * RULE_BYTES;
      int number = CALLS.indexOf(call);
      if (number < 0) {
        throw new AssertionError("no call " + call);
      }
      set(CALL, number);
      set(CODE, code);
      set(GROUP, ANY);
      set(DESCRIPTOR, ANY);
      set(ONE_IN, 1);
      set(TAKES, 0);
      set(SEED, 0);
      set(LEFT, FOREVER);
      set(ELIGIBLE, 0);
      set(FAILED, 0);
    }

    /** Only for the ports of a group. */
    Rule group(int group) {
      set(GROUP, group);
      return this;
    }

    /** Only for one descriptor. */
    Rule descriptor(int descriptor) {
      set(DESCRIPTOR, descriptor);
      return this;
    }

    /** So many times, and then no more. */
    Rule times(int count) {
      set(LEFT, count);
      return this;
    }

    /** One call in so many, chosen by a seed. */
    Rule oneIn(int calls, int seed) {
      set(ONE_IN, calls);
      set(SEED, seed);
      return this;
    }

    /** An accept takes its connection out of the backlog when it fails. */
    Rule takes() {
      set(TAKES, 1);
      return this;
    }

    Rule on() {
      set(ON, 1);
      return this;
    }

    void off() {
      set(ON, 0);
    }

    /** How often the call has failed. */
    int failed() {
      return get(at + FAILED);
    }

    @Override
    public void close() {
      off();
      free(index);
    }

    private void set(int field, int value) {
      INT.setVolatile(memory, at + field, value);
    }
  }
}
