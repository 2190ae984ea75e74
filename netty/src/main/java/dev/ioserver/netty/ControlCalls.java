package dev.ioserver.netty;

import dev.ioserver.engine.IoSelector;
import dev.ioserver.engine.SelectorOptions;
import dev.ioserver.engine.api.EngineUnavailableException;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.Engine;
import dev.ioserver.engine.spi.Engines;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import io.netty.channel.ChannelException;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Socket calls for threads that have none of their own: who opens a channel, asks for an option, or
 * closes a channel that no event loop has. A set is borrowed for a call and given back.
 *
 * <p>One selector that never selects stands behind them: opening it proves that the engine runs
 * here.
 *
 * <p>Thread-safety: any thread. A borrowed set is its borrower's.
 */
final class ControlCalls implements AutoCloseable {

  /** Sets that nobody uses now: as many as were ever used at one time. Any thread. */
  private static final ConcurrentLinkedQueue<DescriptorSockets> FREE =
      new ConcurrentLinkedQueue<>();

  /** What was found when the class was first used; never changes. */
  private static final Found FOUND = find();

  private final DescriptorSockets sockets;

  private ControlCalls(DescriptorSockets sockets) {
    this.sockets = sockets;
  }

  /**
   * The engine, or why there is none.
   *
   * @param inet6 whether sockets are of IPv6 and reach IPv4 by mapped addresses
   */
  private record Found(
      @Nullable ReadinessEngine engine,
      @Nullable IoSelector selector,
      boolean inet6,
      @Nullable Throwable cause) {}

  /** Null if the transport can run here, else why not. */
  static @Nullable Throwable unavailabilityCause() {
    return FOUND.cause;
  }

  /** The engine in use; there must be one. */
  static ReadinessEngine engine() {
    ReadinessEngine engine = FOUND.engine;
    if (engine == null) {
      IoServerNetty.ensureAvailability();
      throw new AssertionError("neither an engine nor a cause");
    }
    return engine;
  }

  /** Whether sockets are opened for both families. */
  static boolean isInet6() {
    return FOUND.inet6;
  }

  /** Borrows a set of calls; closing this gives it back. */
  static ControlCalls borrow() {
    DescriptorSockets free = FREE.poll();
    return new ControlCalls(free != null ? free : open());
  }

  /** The calls. */
  DescriptorSockets sockets() {
    return sockets;
  }

  /** Gives the calls back. */
  @Override
  public void close() {
    FREE.offer(sockets);
  }

  private static DescriptorSockets open() {
    IoSelector selector = FOUND.selector;
    if (selector == null) {
      IoServerNetty.ensureAvailability();
      throw new AssertionError("neither a selector nor a cause");
    }
    try {
      return (DescriptorSockets) selector.openSockets();
    } catch (SystemCallException e) {
      throw new ChannelException("socket calls cannot be opened", e);
    }
  }

  private static Found find() {
    String unfitness = NettyInUse.unfitness();
    if (unfitness != null) {
      return unavailable(unfitness);
    }
    try {
      Engine engine = Engines.choose(null);
      if (!(engine instanceof ReadinessEngine readiness)) {
        return unavailable(
            "the " + engine.name() + " engine completes operations and has no readiness to select");
      }
      IoSelector selector = IoSelector.open(options(engine.name()));
      Sockets sockets = selector.openSockets();
      if (sockets instanceof DescriptorSockets calls) {
        boolean inet6 = !NetUtil.isIpV4StackPreferred() && bindsInet6(calls);
        FREE.offer(calls);
        return new Found(readiness, selector, inet6, null);
      }
      sockets.close();
      selector.close();
      return unavailable(
          "the "
              + engine.name()
              + " engine has no calls that read into a caller's memory, which this transport stands"
              + " on; choose another with -Dioserver.engine");
    } catch (SystemCallException
        | EngineUnavailableException
        | IllegalCallerException
        | LinkageError e) {
      // The third is what Java throws where native access is denied.
      return new Found(null, null, false, e);
    }
  }

  private static SelectorOptions options(String engine) {
    return SelectorOptions.defaults().engine(engine).maxRegistrations(1).maxEvents(1);
  }

  private static Found unavailable(String why) {
    return new Found(null, null, false, new EngineUnavailableException(why));
  }

  /** Whether a socket of IPv6 can be opened and bound here. */
  private static boolean bindsInet6(DescriptorSockets calls) {
    InetSocketAddress every = MappedAddresses.every();
    long descriptor = calls.open(every, every, bothFamilies());
    if (descriptor < 0) {
      return false;
    }
    calls.close(descriptor);
    return true;
  }

  /** What a socket of IPv6 is told that is to reach IPv4 as well. */
  static SocketOptions bothFamilies() {
    return SocketOptions.none().with(IoSocketOptions.IPV6_V6ONLY, false);
  }
}
