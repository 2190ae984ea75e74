package dev.ioserver.examples.gateway.load;

/** The accounts that all clients of a run share. Belongs to the clients' thread. */
final class LoadBook {

  final OrderTally warmup = new OrderTally();
  final OrderTally measured = new OrderTally();
  final LoadProgress progress;
  final RoundTrips roundTrips;

  long sharesBought;
  long sharesSold;
  long replies;
  long resent;
  long reconnects;

  /** Answers that fit no order: none, or the wrong one, or more shares than there were. */
  long inconsistencies;

  LoadBook(LoadProgress progress, RoundTrips roundTrips) {
    this.progress = progress;
    this.roundTrips = roundTrips;
  }

  OrderTally tally(boolean isMeasured) {
    return isMeasured ? measured : warmup;
  }
}
