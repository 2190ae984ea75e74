package dev.ioserver.engine.api;

/** The counters of a loop as a JMX bean; see {@link LoopCounters} for what each one counts. */
public interface LoopMXBean {
  /** See {@link LoopCounters#engine()}. */
  String getEngine();

  /** See {@link LoopCounters#polls()}. */
  long getPolls();

  /** See {@link LoopCounters#parks()}. */
  long getParks();

  /** See {@link LoopCounters#wakesAsked()}. */
  long getWakesAsked();

  /** See {@link LoopCounters#wakesWritten()}. */
  long getWakesWritten();

  /** See {@link LoopCounters#wakesAvoided()}. */
  long getWakesAvoided();

  /** See {@link LoopCounters#changesAsked()}. */
  long getChangesAsked();

  /** See {@link LoopCounters#changesApplied()}. */
  long getChangesApplied();

  /** See {@link LoopCounters#arms()}. */
  long getArms();

  /** See {@link LoopCounters#events()}. */
  long getEvents();

  /** See {@link LoopCounters#staleEvents()}. */
  long getStaleEvents();

  /** See {@link LoopCounters#reads()}. */
  long getReads();

  /** See {@link LoopCounters#writes()}. */
  long getWrites();

  /** See {@link LoopCounters#bytesIn()}. */
  long getBytesIn();

  /** See {@link LoopCounters#bytesOut()}. */
  long getBytesOut();

  /** See {@link LoopCounters#messagesIn()}. */
  long getMessagesIn();

  /** See {@link LoopCounters#messagesOut()}. */
  long getMessagesOut();
}
