package dev.ioserver.engine.port;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Credit is linearizable: each change to passive is seen by exactly one caller. */
@Param(name = "amount", gen = IntGen.class, conf = "-2:3")
public class CreditLincheckTest {

  private static final boolean STRESS = Boolean.getBoolean("ioserver.stress");

  private final Credit credit = new Credit(1);

  @Operation
  public String add(@Param(name = "amount") int amount) {
    return credit.add(amount).name();
  }

  @Operation
  public String pause() {
    return credit.set(Credit.PASSIVE).name();
  }

  @Operation
  public String unlimited() {
    return credit.set(Credit.UNLIMITED).name();
  }

  @Operation(nonParallelGroup = "loop")
  public boolean use() {
    return credit.use();
  }

  @Operation(nonParallelGroup = "loop")
  public boolean isActive() {
    return credit.isActive();
  }

  @Test
  void modelChecking() {
    new ModelCheckingOptions()
        .iterations(STRESS ? 100 : 6)
        .invocationsPerIteration(STRESS ? 10_000 : 100)
        .threads(2)
        .actorsPerThread(3)
        .sequentialSpecification(Specification.class)
        .check(CreditLincheckTest.class);
  }

  @Test
  void stress() {
    new StressOptions()
        .iterations(STRESS ? 100 : 3)
        .invocationsPerIteration(STRESS ? 10_000 : 100)
        .threads(2)
        .actorsPerThread(3)
        .sequentialSpecification(Specification.class)
        .check(CreditLincheckTest.class);
  }

  /** The same in words that one thread understands. */
  public static class Specification {

    private long left = 1;
    private boolean unlimited;

    private String change(boolean wasUnlimited, boolean wasActive) {
      boolean active = unlimited || left > 0;
      if (!active) {
        return wasActive ? "PASSIVATED" : "NOTHING";
      }
      return !wasActive || wasUnlimited && !unlimited ? "ACTIVATED" : "NOTHING";
    }

    public String add(int amount) {
      boolean was = unlimited;
      boolean active = unlimited || left > 0;
      left = Math.max(0, (unlimited ? 0 : left) + amount);
      unlimited = false;
      return change(was, active);
    }

    public String pause() {
      boolean active = unlimited || left > 0;
      left = 0;
      unlimited = false;
      return change(false, active);
    }

    public String unlimited() {
      boolean was = unlimited;
      boolean active = unlimited || left > 0;
      unlimited = true;
      return change(was, active);
    }

    public boolean use() {
      if (unlimited || left == 0) {
        return false;
      }
      left--;
      return left == 0;
    }

    public boolean isActive() {
      return unlimited || left > 0;
    }
  }
}
