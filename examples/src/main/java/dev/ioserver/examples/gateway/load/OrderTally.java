package dev.ioserver.examples.gateway.load;

/**
 * What happened to the orders of all clients, either of the warm-up or of the measurement: an order
 * counts, with all that happens to it, where it was due. Belongs to the clients' thread.
 */
final class OrderTally {
  long sent;
  long accepted;
  long rejected;
  long executions;
  long canceled;
  long replacesSent;
  long replaced;
  long cancelsSent;
  long lost;
}
