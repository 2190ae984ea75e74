package dev.ioserver.engine.port;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A port over an endpoint whose completions the test makes, step by step. */
@Timeout(60)
abstract class PortFixture {

  static final int ROUNDS = Boolean.getBoolean("ioserver.stress") ? 20_000 : 300;

  final FakeEngine engine;

  PortFixture() throws SystemCallException {
    this(IoServerOptions.defaults());
  }

  PortFixture(IoServerOptions options) throws SystemCallException {
    engine = new FakeEngine(options.leakCheck(true));
  }

  /** Whatever a test does: what was leased is given back once the port is closed. */
  @AfterEach
  void nothingIsLeftBehind() {
    engine.loop.closeNow();
    assertEquals(0, engine.loop.pool().outstanding(), "chunks");
    assertEquals(0, engine.loop.leaks().outstanding(), "messages");
  }

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  final void arrive(String text) {
    byte[] bytes = ascii(text);
    engine.endpoint().arrive(bytes, 0, bytes.length);
  }

  static String text(Data data) {
    byte[] bytes = new byte[data.length()];
    data.bytes().get(bytes);
    data.release();
    return new String(bytes, US_ASCII);
  }

  /** The messages that are there: data as text, others by their names. */
  static List<String> taken(TcpPort port) {
    List<String> taken = new ArrayList<>();
    for (Message message = port.poll(); message != null; message = port.poll()) {
      taken.add(message instanceof Data data ? text(data) : message.getClass().getSimpleName());
    }
    return taken;
  }

  final TcpPort connected(PortOptions options) {
    TcpPort port = engine.port(options);
    assertInstanceOf(Connected.class, port.poll());
    return port;
  }

  /** Asks as the receiving thread would, without waiting. */
  final void ask(TcpPort port, int length) {
    port.passive().pending().ask(length, false);
    port.connection().ask(Connection.RECEIVE);
    engine.run();
  }
}
