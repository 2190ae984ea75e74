package dev.ioserver.engine.api;

/** The counters of a loop as a JMX bean; see {@link LoopCounters} for what each one counts. */
public interface LoopMXBean {
  /** {@return what {@link LoopCounters#engine()} says} */
  String getEngine();

  /** {@return what {@link LoopCounters#polls()} says} */
  long getPolls();

  /** {@return what {@link LoopCounters#parks()} says} */
  long getParks();

  /** {@return what {@link LoopCounters#wakesAsked()} says} */
  long getWakesAsked();

  /** {@return what {@link LoopCounters#wakesWritten()} says} */
  long getWakesWritten();

  /** {@return what {@link LoopCounters#wakesAvoided()} says} */
  long getWakesAvoided();

  /** {@return what {@link LoopCounters#changesAsked()} says} */
  long getChangesAsked();

  /** {@return what {@link LoopCounters#changesApplied()} says} */
  long getChangesApplied();

  /** {@return what {@link LoopCounters#arms()} says} */
  long getArms();

  /** {@return what {@link LoopCounters#events()} says} */
  long getEvents();

  /** {@return what {@link LoopCounters#staleEvents()} says} */
  long getStaleEvents();

  /** {@return what {@link LoopCounters#reads()} says} */
  long getReads();

  /** {@return what {@link LoopCounters#writes()} says} */
  long getWrites();

  /** {@return what {@link LoopCounters#bytesIn()} says} */
  long getBytesIn();

  /** {@return what {@link LoopCounters#bytesOut()} says} */
  long getBytesOut();

  /** {@return what {@link LoopCounters#messagesIn()} says} */
  long getMessagesIn();

  /** {@return what {@link LoopCounters#messagesOut()} says} */
  long getMessagesOut();

  /** {@return what {@link DatagramCounters#received()} says} */
  long getDatagramsReceived();

  /** {@return what {@link DatagramCounters#sent()} says} */
  long getDatagramsSent();

  /** {@return what {@link DatagramCounters#dropped()} says} */
  long getDatagramsDropped();

  /** {@return what {@link DatagramCounters#cut()} says} */
  long getDatagramsCut();

  /** {@return what {@link DatagramCounters#undelivered()} says} */
  long getDatagramsUndelivered();

  /** {@return what {@link DatagramCounters#receives()} says} */
  long getDatagramReceives();

  /** {@return what {@link DatagramCounters#sends()} says} */
  long getDatagramSends();

  /** {@return what {@link PortTotals#opened()} says} */
  long getPortsOpened();

  /** {@return what {@link PortTotals#closed()} says} */
  long getPortsClosed();

  /** {@return what {@link PortTotals#failed()} says} */
  long getPortsFailed();

  /** {@return what {@link PortTotals#refusedSends()} says} */
  long getRefusedSends();

  /** {@return what {@link PortTotals#paused()} says, in milliseconds} */
  long getPausedMillis();
}
