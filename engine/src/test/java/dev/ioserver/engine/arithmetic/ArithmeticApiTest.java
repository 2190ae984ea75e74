package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.engine.api.FrameCursor;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.ReadyHandler;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.SharedChunk;
import dev.ioserver.engine.spi.AcceptHandler;
import dev.ioserver.engine.spi.AddressSockets;
import dev.ioserver.engine.spi.BufferSockets;
import dev.ioserver.engine.spi.ClosedDatagrams;
import dev.ioserver.engine.spi.DatagramBatch;
import dev.ioserver.engine.spi.DatagramHandler;
import dev.ioserver.engine.spi.DatagramSetup;
import dev.ioserver.engine.spi.DatagramSockets;
import dev.ioserver.engine.spi.Datagrams;
import dev.ioserver.engine.spi.DescriptorSockets;
import dev.ioserver.engine.spi.ErrorCodes;
import dev.ioserver.engine.spi.Hosts;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.Poller;
import dev.ioserver.engine.spi.ReadinessEngine;
import dev.ioserver.engine.spi.Sockets;
import dev.ioserver.engine.spi.StreamHandler;
import dev.ioserver.engine.spi.Transport;
import dev.ioserver.engine.spi.WatchHandler;
import dev.ioserver.engine.spi.Watcher;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every duration, length and number of the public API at its extremes. The methods are found by
 * reflection, in all public types of the packages that the module exports: one that takes a number
 * is called with 0, the least, the greatest and their neighbours. It refuses the value with an
 * exception that names it and says what is allowed, or it works.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SAME_THREAD)
class ArithmeticApiTest {

  /**
   * What the engine itself calls, or is called by, with numbers of the kernel or of its own: not a
   * user's to choose. Why is said beside each.
   */
  private static final Map<Class<?>, String> NOT_CALLED_BY_USERS =
      Map.ofEntries(
          Map.entry(AcceptHandler.class, "callback: descriptors of the kernel"),
          Map.entry(ReadyHandler.class, "callback: tokens and readiness"),
          Map.entry(StreamHandler.class, "callback: lengths of what was read and written"),
          Map.entry(ErrorCodes.class, "codes of the system, any of which has a name"),
          Map.entry(
              Poller.class,
              "tokens and descriptors of the selector; its time-outs come through select"),
          Map.entry(ReadinessEngine.class, "sizes that the options have checked"),
          Map.entry(Sockets.class, "descriptors of the engine, lengths of its chunks"),
          Map.entry(Transport.class, "time-outs of the loop, which are 0, -1 or checked"),
          Map.entry(
              DescriptorSockets.class,
              "descriptors of the engine, backlogs that the caller has checked"),
          Map.entry(
              AddressSockets.class,
              "descriptors and addresses of the kernel, lengths of what lies there"),
          Map.entry(BufferSockets.class, "descriptors of the engine, counts of its buffers"),
          Map.entry(ClosedDatagrams.class, "as Datagrams"),
          Map.entry(LayerContext.class, "asked by layers: sizes of records, time-outs of options"),
          Map.entry(SharedChunk.class, "least sizes of records and reads, which are constants"),
          Map.entry(DatagramBatch.class, "sizes that the options have checked"),
          Map.entry(DatagramHandler.class, "callback: lengths of what was received and sent"),
          Map.entry(Datagrams.class, "hosts, and lengths of chunks"),
          Map.entry(DatagramSetup.class, "lengths that the options have checked"),
          Map.entry(DatagramSockets.class, "descriptors of the engine, counts of its batches"),
          Map.entry(FrameCursor.class, "answers of a framing, held to the rules by FrameCut"),
          Map.entry(Hosts.class, "hosts of the kernel"),
          Map.entry(WatchHandler.class, "callback: readiness"),
          Map.entry(Watcher.class, "bits that the watch has checked"),
          Map.entry(Chunk.class, "indices that the holder computes; asserted"));

  private RunningEngine running;

  @BeforeEach
  void open() throws Exception {
    running = new RunningEngine();
  }

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void everyNumberOfThePublicApiIsRefusedByNameOrWorks() throws Exception {
    RecipeBook recipes = recipes();
    Trial trial = new Trial(running);
    Set<String> missing = new TreeSet<>();
    Set<String> unused = new TreeSet<>(recipes.names());
    for (Executable found : NumberMethods.find()) {
      String name = NumberMethods.name(found);
      unused.remove(name);
      if (NOT_CALLED_BY_USERS.containsKey(found.getDeclaringClass()) || isAskedOfAFraming(found)) {
        continue;
      }
      List<Recipe> known = recipes.of(name);
      if (known == null) {
        missing.add(name);
        continue;
      }
      for (Recipe recipe : known) {
        trial.tryExtremes(found, recipe);
      }
    }
    assertEquals(
        Set.of(),
        missing,
        "methods that take a number and are not tried at its extremes: add a recipe for each to"
            + " recipes(), which says what to call it on and what to expect");
    assertEquals(Set.of(), unused, "recipes for methods that are gone");
    assertEquals(List.of(), trial.wrong());
  }

  /** What a port asks of its framing, with lengths that it has checked. */
  private static boolean isAskedOfAFraming(Executable found) {
    return Framing.class.isAssignableFrom(found.getDeclaringClass())
        && Stream.of(Framing.class.getMethods())
            .anyMatch(
                asked ->
                    !Modifier.isStatic(asked.getModifiers())
                        && asked.getName().equals(found.getName())
                        && List.of(asked.getParameterTypes())
                            .equals(List.of(found.getParameterTypes())));
  }

  /** For each method what to call it on, with what else, and what to expect. */
  private RecipeBook recipes() throws Exception {
    RecipeBook all = new RecipeBook();
    var waiting = new WaitingRecipes(running);
    waiting.addChannelsAndSelects(all);
    waiting.addLoopsAndTimers(all);
    waiting.addSelector(all);
    var ports = new PortRecipes(running);
    ports.addPorts(all);
    ports.addDatagrams(all);
    ports.addWatches(all);
    var options = new OptionRecipes(running);
    options.addPortOptions(all);
    options.addServerOptions(all);
    options.addSocketOptions(all);
    options.addFramings(all);
    var numbers = new NumberRecipes(running);
    numbers.addNumbers(all);
    numbers.addCarriers(all);
    return all;
  }
}
