package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.api.DatagramOptions;
import dev.ioserver.engine.api.Framing;
import dev.ioserver.engine.api.IdleStrategy;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.IoSocketOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.WakeProof;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option out of its range: the exception names it, the value, and what is allowed. */
class OptionRangesTest {

  private static final PortOptions PORT = PortOptions.defaults();
  private static final DatagramOptions DATAGRAMS = DatagramOptions.defaults();
  private static final ListenOptions LISTEN = ListenOptions.defaults();
  private static final IoServerOptions SERVER = IoServerOptions.defaults();
  private static final SelectorOptions SELECTOR = SelectorOptions.defaults();

  /** What is refused, and what it must say. */
  private record Refused(String message, Executable action) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Refused refused(String message, Executable action) {
    return new Refused(message, action);
  }

  static Stream<Refused> refusals() {
    Duration negative = Duration.ofNanos(-1);
    return Stream.of(
        refused("credit is -2; it must be 0 or more, or UNLIMITED", () -> PORT.credit(-2)),
        refused("lowWatermark is -1; it must be 0 or more", () -> PORT.watermarks(-1, 1)),
        refused(
            "highWatermark is 5; it must be more than lowWatermark, which is 5",
            () -> PORT.watermarks(5, 5)),
        refused(
            "highWatermark is 0; it must be more than lowWatermark, which is 0",
            () -> PORT.highWatermark(0)),
        refused("inboxLimit is 0; it must be 1 or more", () -> PORT.inboxLimit(0)),
        refused("credit is -2; it must be 0 or more, or UNLIMITED", () -> DATAGRAMS.credit(-2)),
        refused("lowWatermark is -1; it must be 0 or more", () -> DATAGRAMS.watermarks(-1, 1)),
        refused(
            "highWatermark is 5; it must be more than lowWatermark, which is 5",
            () -> DATAGRAMS.watermarks(5, 5)),
        refused("inboxLimit is 0; it must be 1 or more", () -> DATAGRAMS.inboxLimit(0)),
        refused("inboxBytes is 0; it must be 1 or more", () -> DATAGRAMS.inboxBytes(0)),
        refused("maxDatagram is 0; it must be from 1 to 65535", () -> DATAGRAMS.maxDatagram(0)),
        refused(
            "maxDatagram is 65536; it must be from 1 to 65535",
            () -> DATAGRAMS.maxDatagram(65_536)),
        refused(
            "closeTimeout is PT-0.000000001S; it must be 0 or more",
            () -> DATAGRAMS.closeTimeout(negative)),
        refused(
            "inboxBytes is -1; it must be 0 (a share of the direct memory) or more",
            () -> SERVER.inboxBytes(-1)),
        refused("inboxBytes is 0; it must be 1 or more", () -> PORT.inboxBytes(0)),
        refused(
            "connectTimeout is PT-0.000000001S; it must be 0 or more",
            () -> PORT.connectTimeout(negative)),
        refused(
            "closeTimeout is PT-0.000000001S; it must be 0 or more",
            () -> PORT.closeTimeout(negative)),
        refused(
            "readIdle is PT-0.000000001S; it must be 0 (never), or 1 ms to 365 days",
            () -> PORT.readIdle(negative)),
        refused(
            "readIdle is PT0.000999999S; it must be 0 (never), or 1 ms to 365 days",
            () -> PORT.readIdle(Duration.ofNanos(999_999))),
        refused(
            "writeIdle is PT8760H0.000000001S; it must be 0 (never), or 1 ms to 365 days",
            () -> PORT.writeIdle(Duration.ofDays(365).plusNanos(1))),
        refused(
            "localAddress is nowhere.invalid/<unresolved>:1; it must be resolved, an address of"
                + " this host",
            () -> PORT.localAddress(InetSocketAddress.createUnresolved("nowhere.invalid", 1))),
        refused("backlog is 0; it must be 1 or more", () -> LISTEN.backlog(0)),
        refused("loops is -1; it must be 0 to 1024", () -> SERVER.loops(-1)),
        refused("loops is 1025; it must be 0 to 1024", () -> SERVER.loops(1025)),
        refused(
            "maxRegistrations is 0; it must be 1 to 16777216", () -> SERVER.maxRegistrations(0)),
        refused("maxEvents is 0; it must be 1 to 65536", () -> SERVER.maxEvents(0)),
        refused("maxEvents is 65537; it must be 1 to 65536", () -> SERVER.maxEvents(65_537)),
        refused(
            "maxRegistrations is 16777217; it must be 1 to 16777216",
            () -> SELECTOR.maxRegistrations((1 << 24) + 1)),
        refused(
            "maxRegistrations is 0; it must be 1 to 16777216", () -> SELECTOR.maxRegistrations(0)),
        refused("maxEvents is -1; it must be 1 to 65536", () -> SELECTOR.maxEvents(-1)),
        refused("maxEvents is 65537; it must be 1 to 65536", () -> SELECTOR.maxEvents(65_537)),
        refused(
            "busyPoll is PT-0.000000001S; it must be 0 to 1 s", () -> SELECTOR.busyPoll(negative)),
        refused(
            "busyPoll is PT2S; it must be 0 to 1 s",
            () -> SELECTOR.busyPoll(Duration.ofSeconds(2))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void valueOutOfRangeIsRefused(Refused refused) {
    assertEquals(
        refused.message(),
        assertThrows(IllegalArgumentException.class, refused.action()).getMessage());
  }

  /** A socket option with a value that no system could take. */
  private record Bad(SocketOption<Integer> option, int value, String rule) {}

  static Stream<Bad> badValues() {
    return Stream.of(
        new Bad(StandardSocketOptions.SO_SNDBUF, 0, "1 or more"),
        new Bad(StandardSocketOptions.SO_RCVBUF, -1, "1 or more"),
        new Bad(StandardSocketOptions.SO_LINGER, -2, "-1 (off) or more, in seconds"),
        new Bad(StandardSocketOptions.IP_TOS, -1, "0 to 255"),
        new Bad(StandardSocketOptions.IP_TOS, 256, "0 to 255"),
        new Bad(IoSocketOptions.TCP_KEEPIDLE, 0, "1 or more"),
        new Bad(IoSocketOptions.TCP_KEEPINTERVAL, 0, "1 or more"),
        new Bad(IoSocketOptions.TCP_KEEPCOUNT, -3, "1 or more"),
        new Bad(IoSocketOptions.TCP_USER_TIMEOUT, -1, "0 or more"),
        new Bad(IoSocketOptions.SO_BUSY_POLL, -1, "0 or more"),
        new Bad(IoSocketOptions.SO_PRIORITY, -1, "0 or more"),
        new Bad(IoSocketOptions.SO_INCOMING_CPU, -1, "0 or more"));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void socketOptionOutOfRangeIsRefused(Bad bad) {
    String message = bad.option().name() + " is " + bad.value() + "; it must be " + bad.rule();
    assertAll(
        () -> refuses(message, () -> PORT.option(bad.option(), bad.value())),
        () -> refuses(message, () -> LISTEN.option(bad.option(), bad.value())));
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void nothingIsNotAValue() {
    assertAll(
        () -> assertThrows(NullPointerException.class, () -> PORT.framing(null)),
        () -> assertThrows(NullPointerException.class, () -> LISTEN.ports(null)),
        () -> assertThrows(NullPointerException.class, () -> SELECTOR.idle(null)),
        () ->
            refuses(
                "SO_RCVBUF is null; its value must be of type Integer",
                () -> PORT.option(StandardSocketOptions.SO_RCVBUF, null)),
        () -> assertThrows(IllegalArgumentException.class, () -> Framing.lengthPrefix(5, 1)),
        () ->
            assertThrows(
                IllegalArgumentException.class, () -> IdleStrategy.spin(Duration.ofNanos(-1))));
  }

  @Test
  void theProcessBarrierIsOnWhereItsProofHoldsUnlessAsked() {
    assertEquals(WakeProof.ofThisVm().holds(), SELECTOR.processBarrier());
    for (boolean asked : new boolean[] {true, false}) {
      SelectorOptions options = SELECTOR.processBarrier(asked).maxEvents(7).engine("nio");
      assertEquals(asked, options.idle(IdleStrategy.park()).processBarrier());
    }
  }
}
