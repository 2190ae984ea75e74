package dev.ioserver.examples.report;

import dev.ioserver.examples.gateway.load.LoadResult;

/** What needs to be said of a run besides its numbers; nothing of one that went well. */
final class Remarks {

  /** The part of the rate below which it was not kept up with. */
  private static final double ENOUGH = 0.95;

  private Remarks() {}

  static String of(LoadResult load) {
    StringBuilder text = new StringBuilder();
    if (load.lost() > 0) {
      line(text, Numbers.count(load.lost()) + " orders were never answered");
    }
    if (load.inconsistencies() > 0) {
      line(text, Numbers.count(load.inconsistencies()) + " answers do not fit the orders");
    }
    if (load.unsent() > 0) {
      line(text, Numbers.count(load.unsent()) + " orders were due and could not be sent");
    }
    if (load.ordersPerSecond() < ENOUGH * load.rate()) {
      line(
          text,
          Numbers.count(load.rate())
              + " orders/s are more than this machine keeps up with, and the round trips show the"
              + " queue; choose a lower --rate");
    }
    if (load.reconnects() > 0) {
      line(text, Numbers.count(load.reconnects()) + " connections were lost and resumed");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String remark) {
    text.append("  note: ").append(remark).append(System.lineSeparator());
  }
}
