package dev.ioserver.testkit.sim.kernel;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides by a seed. A decision depends on the seed, on what is decided, for whom, and how often
 * that was decided for them before: nothing else. So a run from which a step was taken out decides
 * the rest as before, and a history can be shrunk.
 */
public final class Dice {

  private static final int[] RATES = {0, 0, 10, 60, 250};
  private static final int WHOLE = 1000;

  private final long seed;
  private final Map<Fault, Integer> rates = new EnumMap<>(Fault.class);
  private final Map<Long, Integer> rolls = new HashMap<>();
  private final Set<String> suppressed = new HashSet<>();
  private final Map<String, Fault> fired = new LinkedHashMap<>();
  private boolean calm;

  /**
   * Dice for a run.
   *
   * @param faults those that may happen
   * @param suppressed single faults, by the names that {@link #fired()} gave, that shall not happen
   */
  public Dice(long seed, Set<Fault> faults, Set<String> suppressed) {
    this.seed = seed;
    this.suppressed.addAll(suppressed);
    for (Fault fault : faults) {
      // Each run has some kinds of trouble, and none of the others: a mixture of all hides much.
      rates.put(
          fault, RATES[Math.floorMod(mix(seed, 77, fault.name().hashCode(), 0), RATES.length)]);
    }
  }

  /** From now on nothing goes wrong: the run is to come to rest. */
  public void calm() {
    calm = true;
  }

  /** Whether a fault happens now. */
  public boolean hits(Fault fault, int who) {
    int rate = rates.getOrDefault(fault, 0);
    if (calm || rate == 0) {
      return false;
    }
    int turn = turn(fault.name().hashCode(), who);
    if (Math.floorMod(mix(seed, fault.name().hashCode(), who, turn), WHOLE) >= rate) {
      return false;
    }
    String name = fault + "/" + who + "/" + turn;
    if (suppressed.contains(name)) {
      return false;
    }
    fired.put(name, fault);
    return true;
  }

  /** A number from 0 to one less than the bound, for a purpose. */
  public int number(int purpose, int who, int bound) {
    int key = 1000 + purpose;
    return Math.floorMod(mix(seed, key, who, turn(key, who)), bound);
  }

  /** The faults that have happened, by name. */
  public Map<String, Fault> fired() {
    return Map.copyOf(fired);
  }

  private int turn(int purpose, int who) {
    return rolls.merge(((long) purpose << 32) + who, 1, Integer::sum);
  }

  /** A number that looks random and depends on nothing but its arguments. */
  public static long mix(long seed, long a, long b, long c) {
    long z = seed + 0x9E3779B97F4A7C15L * (a + 1);
    z = scramble(z) + 0xD1B54A32D192ED03L * (b + 1);
    z = scramble(z) + 0x8CB92BA72F3D8DD7L * (c + 1);
    return scramble(z) >>> 1;
  }

  private static long scramble(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
