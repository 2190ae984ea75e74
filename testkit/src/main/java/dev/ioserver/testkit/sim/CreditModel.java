package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.PortOptions;
import org.jspecify.annotations.Nullable;

/**
 * The credit of a port as its user knows it. Data that was on its way when credit was taken back
 * still comes, so that the user knows the credit only within bounds then.
 */
final class CreditModel {

  private static final long UNLIMITED = Long.MAX_VALUE;

  /** What the port has at the most. */
  private long most;

  /** Data that may still come for credit that was taken back. */
  private long late;

  /** Credit was taken back: how much of it was in use by then is not known. */
  private boolean unsure;

  /** The port is passive, and has not said so since. */
  private boolean owesCreditUsed;

  CreditModel(int initial) {
    most = initial == PortOptions.UNLIMITED ? UNLIMITED : initial;
  }

  void add(int messages) {
    long counted = most == UNLIMITED ? 0 : most;
    set(Math.max(0, counted + messages));
  }

  void unlimited() {
    set(UNLIMITED);
  }

  void pause() {
    set(0);
  }

  private void set(long after) {
    boolean wasActive = most > 0;
    unsure |= after < most && wasActive;
    if (most == UNLIMITED && after != UNLIMITED) {
      late = UNLIMITED;
    } else if (after < most && late != UNLIMITED) {
      late += most - after;
    }
    most = after;
    if (most > 0) {
      owesCreditUsed = false;
    } else if (wasActive) {
      owesCreditUsed = true;
    }
  }

  /** Data has come: what is wrong with that, or null. */
  @Nullable String data() {
    if (late > 0) {
      // For which credit it came nobody can tell.
      late -= late == UNLIMITED ? 0 : 1;
      return null;
    }
    if (most == 0) {
      return "data without credit";
    }
    if (most != UNLIMITED) {
      most--;
      owesCreditUsed = most == 0;
    }
    return null;
  }

  /** CreditUsed has come: what is wrong with that, or null. */
  @Nullable String creditUsed() {
    boolean stale = most > 0 && !unsure;
    if (unsure) {
      // Now it is known: there is none.
      most = 0;
      late = 0;
      unsure = false;
    }
    owesCreditUsed = false;
    return stale ? "CreditUsed although there is credit: " + most : null;
  }

  /** Whether the port is passive for sure. */
  boolean isPassive() {
    return most == 0;
  }

  /** Whether the port is passive, and has said so: no data is on its way. */
  boolean isQuiet() {
    return most == 0 && !unsure && !owesCreditUsed;
  }

  /** Whether the port has credit for sure. */
  boolean isActive() {
    return most > 0 && !unsure;
  }

  /** Whether CreditUsed is still to come. */
  boolean owesCreditUsed() {
    return owesCreditUsed && !unsure;
  }
}
