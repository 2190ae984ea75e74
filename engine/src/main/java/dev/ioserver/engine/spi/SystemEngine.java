package dev.ioserver.engine.spi;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The engines that this project has for systems, by name alone: what is missing can only be told of
 * by somebody who knows what there could be.
 *
 * <p>Thread-safety: immutable.
 */
enum SystemEngine {
  EPOLL("epoll", "Linux on amd64 and aarch64", "linux", "EpollEngine"),
  KQUEUE("kqueue", "macOS and FreeBSD on amd64 and aarch64", "bsd", "KqueueEngine"),
  IOCP("iocp", "Windows on amd64", "windows", "IocpEngine");

  /** The priority of an engine that calls its system directly. */
  static final int PRIORITY = 100;

  private final String engine;
  private final String systems;
  private final String part;
  private final String type;

  SystemEngine(String engine, String systems, String part, String type) {
    this.engine = engine;
    this.systems = systems;
    this.part = part;
    this.type = type;
  }

  /** The best engine for the system at hand, or null: there is none but the portable one. */
  static @Nullable SystemEngine here() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** The best engine for a system, in Java's names, or null. */
  static @Nullable SystemEngine of(String osName, String osArch) {
    boolean amd64 = osArch.equals("amd64") || osArch.equals("x86_64");
    if (!amd64 && !osArch.equals("aarch64")) {
      return null;
    }
    String system = osName.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return amd64 ? IOCP : null;
    }
    return switch (system) {
      case "linux" -> EPOLL;
      case "mac os x", "darwin", "freebsd" -> KQUEUE;
      default -> null;
    };
  }

  /** The one of that name, or null. */
  static @Nullable SystemEngine named(String name) {
    for (SystemEngine known : values()) {
      if (known.engine.equals(name)) {
        return known;
      }
    }
    return null;
  }

  /** The system at hand, as Java calls it. */
  static String inWords() {
    return System.getProperty("os.name", "unknown")
        + " on "
        + System.getProperty("os.arch", "unknown");
  }

  /** What {@code -Dioserver.engine} takes. */
  String engine() {
    return engine;
  }

  /** How the names of its classes begin. */
  String place() {
    return "dev.ioserver." + part + ".";
  }

  /** The name of its class there. */
  String type() {
    return type;
  }

  /** Why it is not installed, and what to do about that; one line. */
  String absence() {
    SystemEngine here = here();
    if (here != this) {
      return "it is the engine of " + systems + ", and this is " + inWords();
    }
    boolean modules = Engine.class.getModule().isNamed();
    if (!modules && isOnClassPath()) {
      return "no file META-INF/services/"
          + Engine.class.getName()
          + " names "
          + place()
          + type
          + ": whatever made one jar of several must merge these files (the maven-shade-plugin does"
          + " with its ServicesResourceTransformer)";
    }
    return Artifacts.GROUP
        + "platform-"
        + part
        + " is not on the "
        + (modules ? "module path" : "class path")
        + ": add it, or "
        + Artifacts.ALL
        + ", which brings the engine of every system"
        + (modules ? "; an image of jlink needs --add-modules dev.ioserver." + part : "");
  }

  private boolean isOnClassPath() {
    ClassLoader loader = Engine.class.getClassLoader();
    String file = place().replace('.', '/') + type + ".class";
    return loader != null && loader.getResource(file) != null;
  }
}
