package dev.ioserver.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ioserver.bench.peer.Peers;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final Group GROUP =
      new Group("a group", SpreadTest.class, "method", Group.Figure.MEAN);

  @Test
  void medianOfAnEvenNumberLiesBetween() {
    assertEquals(new Spread(1, 2.5, 9), Spread.of(List.of(9.0, 2.0, 1.0, 3.0)));
  }

  @Test
  void ofNothingNothingIsKnown() {
    assertFalse(Spread.of(List.of(Double.NaN)).isKnown());
  }

  @Test
  void ratiosAreThoseOfTheSameRound() {
    Outcome ours = new Outcome(new Case(GROUP, java.util.Map.of(), Peers.IOSERVER));
    Outcome theirs = new Outcome(new Case(GROUP, java.util.Map.of(), Peers.JOX));
    // The machine was twice as slow in round 1: the ratio does not know.
    ours.add(new Sample(0, 10, Double.NaN, Allocated.UNKNOWN));
    ours.add(new Sample(1, 20, Double.NaN, Allocated.UNKNOWN));
    theirs.add(new Sample(1, 60, Double.NaN, Allocated.UNKNOWN));
    theirs.add(new Sample(0, 30, Double.NaN, Allocated.UNKNOWN));
    theirs.add(new Sample(2, 1, Double.NaN, Allocated.UNKNOWN));
    assertEquals(new Spread(3, 3, 3), theirs.timesAsLongAs(ours));
  }
}
