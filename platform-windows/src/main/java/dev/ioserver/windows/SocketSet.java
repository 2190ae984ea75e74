package dev.ioserver.windows;

import java.util.Arrays;

/**
 * A set of sockets: a hash table of longs, with open addressing. The poller keeps those that are
 * registered: Windows would take a second poll of one socket without a word, and each would lose
 * events to the other.
 *
 * <p>Thread-safety: one thread at a time; any number of them may look at one that does not change.
 * Allocates only to grow.
 */
final class SocketSet {

  /** In a place that is free; no socket has this value. */
  private static final long NONE = -1;

  private static final int FIRST_CAPACITY = 64;

  /** An odd number with its bits well spread: neighbouring handles differ by 4. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** A power of two; at least half of it is free. */
  private long[] places = free(FIRST_CAPACITY);

  private int size;

  /** A copy that has a socket as well. */
  SocketSet with(long socket) {
    SocketSet copy = copy();
    copy.add(socket);
    return copy;
  }

  /** A copy that has not got a socket. */
  SocketSet without(long socket) {
    SocketSet copy = copy();
    copy.remove(socket);
    return copy;
  }

  /** Adds a socket; false if it is there already. */
  boolean add(long socket) {
    if (2 * (size + 1) > places.length) {
      grow();
    }
    int place = find(socket);
    if (places[place] == socket) {
      return false;
    }
    places[place] = socket;
    size++;
    return true;
  }

  /** Removes a socket, if it is there. */
  void remove(long socket) {
    int hole = find(socket);
    if (places[hole] == NONE) {
      return;
    }
    size--;
    // What comes behind the hole moves up, unless its own place lies behind the hole as well.
    for (int i = next(hole); places[i] != NONE; i = next(i)) {
      if (distance(home(places[i]), i) >= distance(hole, i)) {
        places[hole] = places[i];
        hole = i;
      }
    }
    places[hole] = NONE;
  }

  /** Whether a socket is there. */
  boolean contains(long socket) {
    return places[find(socket)] == socket;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** Where a socket is, or the free place where it would go. */
  private int find(long socket) {
    int place = home(socket);
    while (places[place] != NONE && places[place] != socket) {
      place = next(place);
    }
    return place;
  }

  private SocketSet copy() {
    SocketSet copy = new SocketSet();
    copy.places = places.clone();
    copy.size = size;
    return copy;
  }

  private int home(long socket) {
    return (int) ((socket * SPREAD) >>> 32) & (places.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (places.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (places.length - 1);
  }

  private void grow() {
    long[] old = places;
    places = free(2 * old.length);
    for (long socket : old) {
      if (socket != NONE) {
        places[find(socket)] = socket;
      }
    }
  }

  private static long[] free(int capacity) {
    long[] places = new long[capacity];
    Arrays.fill(places, NONE);
    return places;
  }
}
