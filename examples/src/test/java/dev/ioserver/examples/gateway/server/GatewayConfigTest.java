package dev.ioserver.examples.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GatewayConfigTest {

  private static final GatewayConfig DEFAULTS = GatewayConfig.defaults();

  @Test
  void copiesChangeOnePart() {
    GatewayConfig config =
        DEFAULTS.engine("nio").loops(2).stocks(List.of("X")).credentials("me", "secret");
    assertEquals("nio", config.engine());
    assertEquals(2, config.loops());
    assertEquals(List.of("X"), config.stocks());
    assertEquals("me", config.user());
    assertEquals("secret", config.password());
    assertEquals(DEFAULTS.listen(), config.listen());
    assertEquals(DEFAULTS.timeouts(), config.timeouts());
  }

  @Test
  void mistakesAreNamed() {
    refuses("loops is -1", () -> DEFAULTS.loops(-1));
    refuses("0 stocks", () -> DEFAULTS.stocks(List.of()));
    refuses("'TOOLONGER' must be 1 to 8", () -> DEFAULTS.stocks(List.of("TOOLONGER")));
    refuses("named twice", () -> DEFAULTS.stocks(List.of("A", "A")));
    refuses("user 'toolong'", () -> DEFAULTS.credentials("toolong", "x"));
    refuses("password ''", () -> DEFAULTS.credentials("demo", ""));
    refuses("stock '\u00e4'", () -> DEFAULTS.stocks(List.of("\u00e4")));
    refuses(
        "not resolved",
        () -> DEFAULTS.listen(InetSocketAddress.createUnresolved("no.such.host", 1)));
    refuses("maxConnections is 0", () -> Limits.maxConnections(0));
    refuses("closeTimeoutNanos is -1", () -> Limits.closeTimeoutNanos(-1));
    refuses("must be 0 (at once) to 23 h", () -> Limits.closeTimeoutNanos(Long.MAX_VALUE));
  }

  private static void refuses(String part, Executable change) {
    String message = assertThrows(IllegalArgumentException.class, change).getMessage();
    assertTrue(message.contains(part), message);
  }
}
