package dev.ioserver.bindings.linux;

import dev.ioserver.bindings.linux.generated.linux_h;

/**
 * Constants of {@code membarrier(2)}: a memory barrier on every thread of the process, issued by
 * one of them. The others then need none of their own, only code that the compiler may not reorder.
 *
 * <p>Constants: immutable, thread-safe, one per name of the C headers.
 */
public final class Membarrier {
  /** Asks for the commands that the kernel has: the answer is their sum, each being one bit. */
  public static final int MEMBARRIER_CMD_QUERY = linux_h.MEMBARRIER_CMD_QUERY();

  /**
   * A barrier on every running thread of this process, by interrupting its processor; EPERM unless
   * the process has registered. Since Linux 4.14.
   */
  public static final int MEMBARRIER_CMD_PRIVATE_EXPEDITED =
      linux_h.MEMBARRIER_CMD_PRIVATE_EXPEDITED();

  /** Registers the process for the other; once is enough, and lasts until exec. */
  public static final int MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED =
      linux_h.MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED();

  /** The number of the call, which differs between the processors. */
  static final long NUMBER =
      LinuxAbi.isX64()
          ? dev.ioserver.bindings.linux.generated.x64.target_h.SYS_membarrier()
          : dev.ioserver.bindings.linux.generated.aarch64.target_h.SYS_membarrier();

  private Membarrier() {}
}
