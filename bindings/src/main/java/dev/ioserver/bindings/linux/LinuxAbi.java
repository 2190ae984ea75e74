package dev.ioserver.bindings.linux;

/**
 * The processor architecture, which on Linux decides the layout of {@code struct epoll_event},
 * packed to 12 bytes on x86-64, 16 bytes elsewhere, and the numbers of the system calls. All else
 * that this package uses is the same on both.
 */
final class LinuxAbi {
  private static final String X64 = "amd64";
  private static final String AARCH64 = "aarch64";

  private LinuxAbi() {}

  static boolean isSupported(String osArch) {
    return osArch.equals(X64) || osArch.equals(AARCH64);
  }

  /** True on x86-64, false on aarch64. Meaningful only where {@link #isSupported} holds. */
  static boolean isX64() {
    return System.getProperty("os.arch", "").equals(X64);
  }
}
