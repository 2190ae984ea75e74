package dev.ioserver.netty;

import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.DescriptorSockets;
import io.netty.channel.ChannelException;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * The socket options of one channel.
 *
 * <p>Thread-safety: any thread.
 */
final class DescriptorOptions {

  private final SocketDescriptor descriptor;

  DescriptorOptions(SocketDescriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Reads an option.
   *
   * @throws ChannelException if the channel is closed, or the system refuses
   */
  <T> T get(SocketOption<T> option) {
    T value = getIfKnown(option);
    if (value == null) {
      throw new ChannelException("this system does not have the option " + option.name());
    }
    return value;
  }

  /** As {@link #get}, but null if the system does not have the option. */
  <T> @Nullable T getIfKnown(SocketOption<T> option) {
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = enter(calls);
      try {
        Object value = sockets.getOption(descriptor.number(), option);
        if (value != null) {
          return option.type().cast(value);
        }
        SystemCallException failure = Failures.of(sockets, sockets.lastCode());
        if (failure.kind() == SystemCallException.Kind.NOT_SUPPORTED) {
          return null;
        }
        throw new ChannelException(failure);
      } finally {
        descriptor.leave(sockets);
      }
    }
  }

  /** As {@link #get}, for an option that may have no value: null then. */
  <T> @Nullable T getOrNone(SocketOption<T> option) {
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = enter(calls);
      try {
        Object value = sockets.getOption(descriptor.number(), option);
        if (value == null && sockets.lastCode() < 0) {
          throw new ChannelException(Failures.of(sockets, sockets.lastCode()));
        }
        return option.type().cast(value);
      } finally {
        descriptor.leave(sockets);
      }
    }
  }

  /**
   * Sets an option.
   *
   * @throws ChannelException if the channel is closed, or the system refuses
   * @throws IllegalArgumentException if the option cannot have the value
   */
  <T> void set(SocketOption<T> option, T value) {
    if (!setIfKnown(option, value)) {
      throw new ChannelException("this system does not have the option " + option.name());
    }
  }

  /** As {@link #set}, but false if the system does not have the option. */
  <T> boolean setIfKnown(SocketOption<T> option, T value) {
    // This checks the value.
    SocketOptions checked = SocketOptions.none().with(option, value);
    try (ControlCalls calls = ControlCalls.borrow()) {
      DescriptorSockets sockets = enter(calls);
      try {
        int result = sockets.setOption(descriptor.number(), option, checked.valueAt(0));
        if (result >= 0) {
          return true;
        }
        SystemCallException failure = Failures.of(sockets, result);
        if (failure.kind() == SystemCallException.Kind.NOT_SUPPORTED) {
          return false;
        }
        throw new ChannelException(failure);
      } finally {
        descriptor.leave(sockets);
      }
    }
  }

  private DescriptorSockets enter(ControlCalls calls) {
    if (!descriptor.enter()) {
      throw new ChannelException(new ClosedChannelException());
    }
    return calls.sockets();
  }
}
