package dev.ioserver.engine.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.LoopCounters;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.PortCounters;
import dev.ioserver.engine.api.PortSnapshot;
import dev.ioserver.engine.api.PortState;
import dev.ioserver.engine.api.PortTotals;
import dev.ioserver.engine.api.ProxyHeader;
import dev.ioserver.engine.api.SelectorCounters;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.memory.Chunk;
import dev.ioserver.engine.memory.ChunkPool;
import dev.ioserver.engine.spi.Engines;
import dev.ioserver.engine.spi.TransportContext;
import dev.ioserver.engine.spi.TransportCounters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/** What computes with numbers, or carries them. */
final class NumberRecipes {

  private final Port port;

  NumberRecipes(RunningEngine running) {
    port = running.port;
  }

  void addNumbers(RecipeBook all) throws Exception {
    Duration none = Duration.ZERO;
    all.add(
        "Durations.nanos(Duration)",
        Recipe.of(null, none)
            .then((n, a) -> assertEquals(((Duration) a[0]).isNegative(), (long) n < 0)));
    all.add(
        "Durations.deadline(long)",
        Recipe.of(null, 0L)
            .then(
                (at, a) -> {
                  long left = (long) at - System.nanoTime();
                  assertTrue(
                      (long) a[0] > Trial.LONG_NANOS ? left > 0 : left <= Trial.LONG_NANOS,
                      "" + left);
                }));
    all.add(
        "Durations.span(long)",
        Recipe.of(null, 0L).then((span, _) -> assertTrue((long) span >= 0, "" + span)));
    all.add(
        "Engine.allocate(int)",
        Recipe.of(Engines.choose("nio"), 1)
            .then((made, a) -> assertEquals(a[0], ((ByteBuffer) made).capacity())));
    ChunkPool pool = new ChunkPool();
    all.add("ChunkPool.lease(int)", Recipe.of(pool, 1).then((c, a) -> hasRoom(c, (int) a[0])));
    all.add(
        "ChunkPool.leaseByOwner(int)", Recipe.of(pool, 1).then((c, a) -> hasRoom(c, (int) a[0])));
  }

  /** Carriers of numbers that say something and compute nothing. */
  void addCarriers(RecipeBook all) throws Exception {
    all.add("Closed.new(Receiver, long)", Recipe.of(null, port, 1L));
    all.add("FrameTooLongException.new(long, int)", Recipe.of(null, 1L, 1));
    all.add("EngineInfo.new(String, int, String, Map)", Recipe.of(null, "", 0, null, Map.of()));
    all.add("MissingEngine.new(String, int, String)", Recipe.of(null, "", 0, ""));
    var kind = SystemCallException.Kind.OTHER;
    all.add(
        "SystemCallException.new(String, String, int, String, String, Kind)",
        Recipe.of(null, "", "", 0, "", "", kind));
    all.add(
        "SystemCallException.new(String, String, int, String, String, Kind, String)",
        Recipe.of(null, "", "", 0, "", "", kind, ""));
    all.addCarrier(LoopCounters.class);
    all.addCarrier(SelectorCounters.class);
    all.addCarrier(TransportCounters.class);
    all.addCarrier(PortCounters.class);
    all.addCarrier(PortTotals.class);
    var counted = new PortCounters(1, 1, 1, 1, 1, Duration.ZERO);
    all.add(
        NumberMethods.constructor(PortSnapshot.class),
        Recipe.of(null, port, "", null, null, PortState.OPEN, false, 1L, 1L, counted));
    all.add(
        NumberMethods.constructor(TransportContext.class),
        Recipe.of(null, 1, 1, IdleStrategy.park(), 0, new ChunkPool()));
    byte[] extension = {2, 0, 1, 'x'};
    all.add(
        "ProxyHeader.extension(int)",
        Recipe.of(new ProxyHeader(2, false, null, null, extension), 2));
    all.add(
        "ProxyHeader.new(int, boolean, InetSocketAddress, InetSocketAddress, byte[])",
        Recipe.of(null, 2, false, null, null, extension));
  }

  private static void hasRoom(Object chunk, int bytes) {
    Chunk leased = (Chunk) chunk;
    assertTrue(leased.writable() >= bytes, "room for " + leased.writable());
    leased.release();
  }
}
