package dev.ioserver.testkit.sim;

import dev.ioserver.testkit.sim.kernel.Dice;
import dev.ioserver.testkit.sim.kernel.Fault;
import dev.ioserver.testkit.sim.kernel.History;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import dev.ioserver.testkit.sim.kernel.Violation;
import java.util.List;
import java.util.Set;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A run of the engine over the simulated kernel. The same seed, steps and faults give the same run.
 *
 * <p>For one thread at a time.
 */
final class Simulation {

  private final Plan plan;
  private final List<Step> steps;
  private final Set<Fault> faults;
  private final Set<String> suppressed;
  private final boolean keepHistory;

  /**
   * A run.
   *
   * @param steps those of the plan, or some of them
   * @param faults those that may happen
   * @param suppressed single faults that shall not happen
   */
  Simulation(
      Plan plan, List<Step> steps, Set<Fault> faults, Set<String> suppressed, boolean keepHistory) {
    this.plan = plan;
    this.steps = steps;
    this.faults = faults;
    this.suppressed = suppressed;
    this.keepHistory = keepHistory;
  }

  Outcome run() {
    Dice dice = new Dice(plan.seed, faults, suppressed);
    History history = new History(keepHistory);
    SimKernel kernel = new SimKernel(dice, history, plan.edges, plan.bulk);
    Throwable thrown = null;
    kernel.enter();
    try (LoggedErrors errors = new LoggedErrors()) {
      thrown = run(dice, history, kernel);
      LogRecord logged = errors.first();
      if (thrown == null && logged != null) {
        thrown = kernel.violated("logged", logged.getMessage() + ": " + logged.getThrown());
      }
    } finally {
      kernel.leave();
    }
    Violation first = kernel.violation();
    Throwable cause = first != null ? first : thrown;
    return new Outcome(rule(cause), cause, dice.fired(), history.lines());
  }

  private @Nullable Throwable run(Dice dice, History history, SimKernel kernel) {
    Users users = new Users(plan, kernel, history);
    try {
      users.open();
      for (Step step : steps) {
        history.add(step::toString);
        users.step(step);
        if (kernel.violation() != null) {
          return kernel.violation();
        }
      }
      history.add(() -> "now it comes to rest");
      new Rest(users, kernel, dice).come();
      return null;
    } catch (Exception | Error e) {
      return e;
    }
  }

  private static @Nullable String rule(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> null;
      case Violation violation -> violation.rule();
      default -> cause.getClass().getSimpleName();
    };
  }
}
