package dev.ioserver.windows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The polls of a poller by the index of their registration, each made once and used again.
 *
 * <p>The kernel writes to the memory of a poll until its packet has been taken. The collector must
 * not free it before, not even if the poller itself was forgotten without being closed: all polls
 * are therefore held from {@link #hold()} to {@link #letGo()}.
 *
 * <p>Belongs to the polling thread.
 */
final class AfdPolls {

  /** Polls whose memory is allocated at a time: 3 KiB. */
  private static final int PER_SLAB = 64;

  /** Sixteen bytes, so that no field lies across a line. */
  private static final long ALIGNMENT = 16;

  /** What the kernel may write to; any thread. */
  private static final Set<AfdPolls> HELD = ConcurrentHashMap.newKeySet();

  private @Nullable AfdPoll[] polls = new AfdPoll[PER_SLAB];

  private int made;

  void hold() {
    HELD.add(this);
  }

  /** No poll is under way any more, and none will be. */
  void letGo() {
    HELD.remove(this);
  }

  /** Whether the memory is held; for tests. */
  boolean isHeld() {
    return HELD.contains(this);
  }

  /** The poll of a registration, made if need be. */
  AfdPoll of(long token) {
    int index = index(token);
    while (index >= made) {
      grow();
    }
    return at(index);
  }

  /** The poll of a registration, or null if nothing of that index was ever registered. */
  @Nullable AfdPoll find(long token) {
    int index = index(token);
    return index < made ? at(index) : null;
  }

  /** The poll that a packet is about. */
  AfdPoll ofPacket(long context) {
    return at((int) (context - 1));
  }

  /** How many there are. */
  int size() {
    return made;
  }

  /** The poll of an index below {@link #size()}. */
  AfdPoll at(int index) {
    AfdPoll poll = polls[index];
    assert poll != null : "poll " + index + " of " + made;
    return poll;
  }

  /** An engine's tokens count their indices up from 0, in the low half. */
  private static int index(long token) {
    int index = (int) token;
    assert index >= 0 : "token " + token;
    return index;
  }

  private void grow() {
    if (made == polls.length) {
      polls = Arrays.copyOf(polls, 2 * made);
    }
    MemorySegment slab = Arena.ofAuto().allocate(PER_SLAB * AfdPoll.BYTES, ALIGNMENT);
    for (int i = 0; i < PER_SLAB; i++) {
      polls[made] = new AfdPoll(made, slab.asSlice(i * AfdPoll.BYTES, AfdPoll.BYTES));
      made++;
    }
  }
}
