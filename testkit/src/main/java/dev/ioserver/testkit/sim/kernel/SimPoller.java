package dev.ioserver.testkit.sim.kernel;

import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.Waker;
import java.util.ArrayList;
import java.util.List;

/** The readiness queue of the simulated kernel: one of edges, or one of levels. */
final class SimPoller implements Poller {

  /** What a wait waits for is looked for again after so much time at the most. */
  private static final long STEP_NANOS = 50_000_000;

  private record Event(long token, int ready) {}

  private final SimKernel kernel;
  private final Dice dice;
  private final int maxEvents;
  private final List<Registration> registrations = new ArrayList<>();
  private final List<Event> stale = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private boolean woken;
  private boolean closed;

  SimPoller(SimKernel kernel, int maxEvents) {
    this.kernel = kernel;
    this.dice = kernel.dice;
    this.maxEvents = maxEvents;
    kernel.opened(this);
  }

  int registrations() {
    return registrations.size();
  }

  @Override
  public boolean isEdgeTriggered() {
    return kernel.edges();
  }

  @Override
  public int add(long descriptor, long token, int interest) {
    kernel.entered(true);
    SimSocket socket = kernel.socket(descriptor);
    if (socket == null) {
      return -SimCodes.EBADF;
    }
    if (socket.registration != null) {
      throw kernel.violated("registered twice", socket.toString());
    }
    if (socket.who < SimKernel.LISTENERS && dice.hits(Fault.REGISTER_FAILS, socket.who)) {
      kernel.history.add(() -> "    add of " + socket + ": ENOSPC");
      socket.refuseRegistration();
      return -SimCodes.ENOSPC;
    }
    Registration registration = new Registration(socket, token, interest);
    socket.registration = registration;
    registrations.add(registration);
    return 0;
  }

  @Override
  public int modify(long descriptor, long token, int held, int wanted) {
    kernel.entered(true);
    SimSocket socket = kernel.socket(descriptor);
    Registration registration = socket == null ? null : socket.registration;
    if (registration == null) {
      return -SimCodes.EBADF;
    }
    registration.interest = wanted;
    registration.pending = true;
    return 0;
  }

  @Override
  public int remove(long descriptor, long token, int held) {
    kernel.entered(true);
    SimSocket socket = kernel.socket(descriptor);
    Registration registration = socket == null ? null : socket.registration;
    if (socket == null || registration == null) {
      return -SimCodes.EBADF;
    }
    socket.registration = null;
    registrations.remove(registration);
    if (dice.hits(Fault.STALE_EVENT, socket.who)) {
      stale.add(new Event(token, Interest.READ | Interest.WRITE | Interest.ERROR));
    }
    return REMOVED;
  }

  @Override
  public int poll(long timeoutNanos) {
    kernel.entered(false);
    events.clear();
    if (dice.hits(Fault.INTERRUPTED_WAIT, 0)) {
      kernel.history.add(() -> "    wait: interrupted");
      return 0;
    }
    collect();
    if (events.isEmpty() && timeoutNanos != 0 && !woken) {
      block(timeoutNanos);
    }
    woken = false;
    kernel.given(events.size());
    return events.size();
  }

  /** Time passes, and the network goes on, until something comes or the time is over. */
  private void block(long timeoutNanos) {
    long left = timeoutNanos;
    while (events.isEmpty()) {
      if (!kernel.move()) {
        boolean asked = kernel.othersGoOn();
        if (woken) {
          kernel.history.add(() -> "    the wait is woken");
          return;
        }
        if (asked) {
          throw kernel.violated("lost wake", "something was asked of a loop that waits");
        }
        if (timeoutNanos < 0) {
          throw kernel.violated("blocked for ever", "a wait without end, and nothing comes");
        }
        if (left <= 0) {
          return;
        }
        long step = Math.min(left, STEP_NANOS);
        kernel.pass(step);
        left -= step;
      }
      collect();
    }
  }

  private void collect() {
    events.addAll(stale);
    stale.clear();
    int most = maxEvents;
    if (dice.hits(Fault.SMALL_BATCH, 0)) {
      most = Math.min(most, 1);
    }
    int size = registrations.size();
    int start = size == 0 ? 0 : dice.number(8, 0, size);
    for (int i = 0; i < size && events.size() < most; i++) {
      look(registrations.get((start + i) % size));
    }
  }

  private void look(Registration registration) {
    SimSocket socket = registration.socket;
    int wanted = registration.interest;
    if ((wanted & (Interest.READ | Interest.WRITE)) == 0) {
      return;
    }
    boolean edge = (wanted & Interest.EDGE) != 0;
    int ready = wantedOf(socket.ready(), wanted);
    boolean due = ready != 0 && (!edge || registration.pending);
    if (!due) {
      registration.pending &= !edge;
      if (dice.hits(Fault.SPURIOUS_EVENT, socket.who)) {
        events.add(new Event(registration.token, wanted & (Interest.READ | Interest.WRITE)));
      }
      return;
    }
    if (dice.hits(Fault.LATE_EVENT, socket.who)) {
      return;
    }
    if (dice.hits(Fault.SPLIT_EVENT, socket.who) && both(ready)) {
      // The part that is left stays pending.
      int part = dice.number(9, socket.who, 2) == 0 ? Interest.WRITE : Interest.READ;
      events.add(new Event(registration.token, part));
      return;
    }
    registration.pending = false;
    if (dice.hits(Fault.LOST_EVENT, socket.who)) {
      return;
    }
    kernel.history.add(() -> "    event of " + socket + ": " + text(ready));
    events.add(new Event(registration.token, ready));
  }

  private static boolean both(int ready) {
    int directions = Interest.READ | Interest.WRITE;
    return (ready & directions) == directions;
  }

  /** Errors and ends are reported with the direction that is asked for. */
  private static int wantedOf(int ready, int wanted) {
    int directions = ready & wanted & (Interest.READ | Interest.WRITE);
    if (directions == 0) {
      return 0;
    }
    return directions | (ready & (Interest.PEER_CLOSED | Interest.ERROR));
  }

  private static String text(int ready) {
    StringBuilder text = new StringBuilder();
    text.append((ready & Interest.READ) != 0 ? " READ" : "");
    text.append((ready & Interest.WRITE) != 0 ? " WRITE" : "");
    text.append((ready & Interest.PEER_CLOSED) != 0 ? " PEER_CLOSED" : "");
    text.append((ready & Interest.ERROR) != 0 ? " ERROR" : "");
    return text.toString().trim();
  }

  @Override
  public long token(int index) {
    return events.get(index).token();
  }

  @Override
  public int ready(int index) {
    return events.get(index).ready();
  }

  @Override
  public String callName(boolean change) {
    return change ? "sim_ctl" : "sim_wait";
  }

  @Override
  public Waker waker() {
    return () -> {
      woken = true;
      return 0;
    };
  }

  @Override
  public long resolutionNanos() {
    return 1;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (Registration registration : registrations) {
        registration.socket.registration = null;
      }
      registrations.clear();
      kernel.closed(this);
    }
  }
}
