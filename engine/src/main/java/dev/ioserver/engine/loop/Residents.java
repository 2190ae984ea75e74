package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.PortSnapshot;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What lives in a loop, and what of it a shutdown of the server waits for.
 *
 * <p>Belongs to the loop's thread, but for {@link #left} and {@link #listPorts}.
 */
public final class Residents {

  private final EventLoop loop;

  /** In the order in which they came. */
  private final Set<LoopResource> all = new LinkedHashSet<>();

  /** The same in no order. Owner: adds and removes. Others: look through it. */
  private final Set<LoopResource> listed = ConcurrentHashMap.newKeySet();

  /** Those that nobody holds any more. */
  private final ReferenceQueue<LoopResource> dropped = new ReferenceQueue<>();

  /** Whoever comes now is closed at once. */
  private boolean closing;

  /** Who shuts the server down, or null. */
  private @Nullable ShutdownWatch shutdown;

  /** What a shutdown waits for here. Owner: volatile store. Others: volatile load. */
  private volatile int left;

  Residents(EventLoop loop) {
    this.loop = loop;
  }

  /** Something lives here from now on. */
  public void add(LoopResource resource) {
    all.add(resource);
    if (!(resource instanceof WeakResource)) {
      listed.add(resource);
    }
    if (shutdown != null && resource.holdsUpShutdown()) {
      left(left + 1);
    }
    if (closing) {
      resource.closeWithServer();
    }
  }

  /**
   * As {@link #add}, but the loop does not keep it alive.
   *
   * @return what to remove when it has ended
   */
  public LoopResource addWeakly(LoopResource resource) {
    for (Reference<?> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
      if (gone instanceof WeakResource dead) {
        all.remove(dead);
      }
    }
    WeakResource weak = new WeakResource(loop, resource, dropped);
    add(weak);
    return weak;
  }

  /** It no longer does. */
  public void remove(LoopResource resource) {
    boolean lived = all.remove(resource);
    listed.remove(resource);
    ShutdownWatch watch = shutdown;
    if (watch != null && lived && resource.holdsUpShutdown()) {
      left(left - 1);
      if (left == 0) {
        watch.nothingLeft();
      }
    }
  }

  /** Whether nothing lives here. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  private void left(int count) {
    left = count;
  }

  /** The server shuts down: listeners accept no more. */
  public void stopAccepting() {
    for (LoopResource resource : new ArrayList<>(all)) {
      resource.stopAccepting();
    }
  }

  /** The server shuts down: the users of ports are told, and the ends of ports are watched. */
  void shutDown(ShutdownWatch watch) {
    shutdown = watch;
    List<LoopResource> told = new ArrayList<>(all);
    // Counted first: whoever hears of it may ask at once, and a port may end at once.
    left((int) told.stream().filter(LoopResource::holdsUpShutdown).count());
    told.forEach(LoopResource::shutDown);
  }

  /** Whether the server shuts down, and users of ports have been told. */
  public boolean isShuttingDown() {
    return shutdown != null;
  }

  /** How many ports a shutdown waits for in this loop. Any thread. */
  public int left() {
    return left;
  }

  /** Adds the ports that live here at this moment. Any thread. */
  public void listPorts(List<? super PortSnapshot> list) {
    for (LoopResource resource : listed) {
      PortSnapshot port = resource.snapshot();
      if (port != null) {
        list.add(port);
      }
    }
  }

  /** The server closes: all end in good order. */
  void closeWithServer() {
    closing = true;
    for (LoopResource resource : new ArrayList<>(all)) {
      resource.closeWithServer();
    }
  }

  /** The loop ends, and with it all that is still here. */
  void end(Throwable cause) {
    for (LoopResource resource : new ArrayList<>(all)) {
      end(resource, cause);
    }
    all.clear();
    listed.clear();
    left(0);
  }

  private static void end(LoopResource resource, Throwable cause) {
    try {
      resource.endNow(cause);
    } catch (RuntimeException | Error e) {
      // The others must hear of the end all the same, and the transport must be closed.
      if (!e.equals(cause)) {
        cause.addSuppressed(e);
      }
    }
  }
}
