package dev.ioserver.testkit.sim.kernel;

/** What a poller knows of a descriptor. */
final class Registration {

  final SimSocket socket;
  final long token;
  int interest;

  /** Edge-triggered: something has changed since it was last reported in full. */
  boolean pending = true;

  Registration(SimSocket socket, long token, int interest) {
    this.socket = socket;
    this.token = token;
    this.interest = interest;
  }
}
