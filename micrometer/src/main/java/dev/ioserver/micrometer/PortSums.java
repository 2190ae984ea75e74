package dev.ioserver.micrometer;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.PortState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ports of a server are at the moment, in sums. A registry asks for each gauge by itself;
 * the list of ports, which may be long, is made once for those that are asked within a moment.
 *
 * <p>Thread-safety: any thread.
 */
final class PortSums {

  /** How long sums are those of the moment. */
  private static final long MOMENT_NANOS = 100_000_000;

  private @Nullable Sums latest;

  /** The sums of the moment. */
  synchronized Sums of(IoServer server) {
    long now = System.nanoTime();
    Sums known = latest;
    if (known == null || now - known.made > MOMENT_NANOS) {
      known = new Sums(now, server.ports());
      latest = known;
    }
    return known;
  }

  /** Made once. */
  static final class Sums {
    private final long made;
    private final Map<PortState, Integer> states = new EnumMap<>(PortState.class);
    private long paused;
    private long inboxBytes;
    private long pendingBytes;

    Sums(long made, List<PortSnapshot> ports) {
      this.made = made;
      for (PortSnapshot port : ports) {
        states.merge(port.state(), 1, Integer::sum);
        paused += port.isPaused() ? 1 : 0;
        inboxBytes += port.inboxBytes();
        pendingBytes += port.pendingBytes();
      }
    }

    int count(PortState state) {
      return states.getOrDefault(state, 0);
    }

    long paused() {
      return paused;
    }

    long inboxBytes() {
      return inboxBytes;
    }

    long pendingBytes() {
      return pendingBytes;
    }
  }
}
