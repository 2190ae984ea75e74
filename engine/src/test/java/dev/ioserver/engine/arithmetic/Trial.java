package dev.ioserver.engine.arithmetic;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.api.SocketOptions;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.Engine;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls methods with numbers at their extremes, and notes what is wrong: a value that is neither
 * refused by name nor works, or a call that does not wait as long as it is asked to.
 */
final class Trial {

  /**
   * A wait that is asked to be longer than this must still be going on after a few milliseconds.
   */
  static final long LONG_NANOS = 1_000_000_000L;

  /** After which a call that must not wait is said to do so. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final RunningEngine running;
  private final List<String> wrong = new ArrayList<>();

  Trial(RunningEngine running) {
    this.running = running;
  }

  /** What was wrong so far. */
  List<String> wrong() {
    return wrong;
  }

  /** Calls a method with each of its numbers at each extreme. */
  void tryExtremes(Executable method, Recipe recipe) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      for (Object extreme : Extremes.of(types[i])) {
        Object[] arguments = recipe.usual().clone();
        arguments[i] = extreme;
        tryOne(method, recipe, arguments, extreme, i == types.length - 1);
      }
    }
  }

  private void tryOne(
      Executable method, Recipe recipe, Object[] arguments, Object extreme, boolean last)
      throws Exception {
    String what =
        NumberMethods.name(method)
            + " with "
            + List.of(arguments.length > 9 ? extreme : describe(arguments));
    Thread self = Thread.currentThread();
    boolean waits = waits(recipe, extreme) && last;
    var waker = new Waker(self, running);
    long began = System.nanoTime();
    try {
      if (recipe.ends() != Recipe.Ends.AT_ONCE) {
        // A call that is to end by itself may take its time on a busy machine.
        waker.begin(waits ? Waker.WAKE_MILLIS : PATIENCE_MILLIS);
      }
      Object result = call(method, recipe, arguments);
      waker.end();
      if (waits && result != null && result.equals(true)) {
        wrong.add(what + " did not wait");
      }
      if (waits && !waker.hasWoken()) {
        wrong.add(what + " ended after " + (System.nanoTime() - began) + " ns");
      }
      recipe.check().look(result, arguments);
    } catch (IllegalArgumentException e) {
      waker.end();
      if (!names(e, extreme)) {
        wrong.add(what + " does not name the value, and what is allowed: " + e);
      }
    } catch (UnsupportedOperationException e) {
      // The nio engine has no numbers of the system, whatever the number.
      waker.end();
      if (!String.valueOf(e.getMessage()).contains("the nio engine")) {
        wrong.add(what + ": " + e);
      }
    } catch (InterruptedException e) {
      waker.end();
      if (!waits) {
        wrong.add(what + " waited");
      }
    } catch (IndexOutOfBoundsException e) {
      // As arrays and lists of the JDK say it. What it names are the index and the length.
      waker.end();
      boolean array = List.of(method.getParameterTypes()).contains(ByteBuffer[].class);
      if (!(array || recipe.target() instanceof SocketOptions)
          || !String.valueOf(e.getMessage()).contains(extreme.toString())) {
        wrong.add(what + ": " + e);
      }
    } catch (OutOfMemoryError e) {
      waker.end();
      // More than this JVM may have, and said by whoever allocates it.
      if (!(recipe.target() instanceof ChunkPool || recipe.target() instanceof Engine)) {
        wrong.add(what + ": " + e);
      }
    } catch (Exception | Error e) {
      waker.end();
      wrong.add(what + ": " + e + at(e));
    }
    long took = System.nanoTime() - began;
    if (took > 5 * LONG_NANOS) {
      wrong.add(what + " took " + took / 1_000_000 + " ms");
    }
  }

  private static boolean waits(Recipe recipe, Object extreme) {
    long nanos =
        switch (extreme) {
          case Duration time -> Durations.nanos(time);
          case Long time -> time;
          default -> 0;
        };
    return switch (recipe.ends()) {
      case AT_ONCE -> false;
      case AFTER_TIMEOUT -> nanos > LONG_NANOS;
      case NEGATIVE_IS_FOR_EVER -> nanos > LONG_NANOS || nanos < 0;
    };
  }

  private static boolean names(IllegalArgumentException e, Object value) {
    String message = String.valueOf(e.getMessage());
    boolean named = message.contains(value.toString());
    boolean ruled = message.matches("(?s).*(must|use |allows|out of bounds| to |or more).*");
    return named && ruled;
  }

  private static String at(Throwable e) {
    return e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
  }

  private static String describe(Object[] arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument instanceof Number || argument instanceof Duration ? "" + argument : "_");
    }
    return String.join(", ", texts);
  }

  private static Object call(Executable method, Recipe recipe, Object[] arguments)
      throws Exception {
    try {
      return method instanceof Constructor<?> made
          ? made.newInstance(arguments)
          : ((Method) method).invoke(recipe.target(), arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw (Error) e.getCause();
    }
  }
}
