package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.PortOptions;
import dev.ioserver.engine.api.SystemCallException;
import dev.ioserver.engine.spi.LayerContext;
import dev.ioserver.engine.spi.LayeredStream;
import dev.ioserver.engine.spi.StreamLayer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A layer hears of the end however its port comes to it: what the layer has borrowed, such as an
 * engine of TLS, goes back then.
 */
class LayerEndTest extends PortFixture {

  private static final SystemCallException REFUSED =
      new SystemCallException(
          "setsockopt", "", 22, "EINVAL", "Invalid argument", SystemCallException.Kind.OTHER);

  /** An engine that fails, and no memory for what it needs. */
  private static final List<Throwable> BROKEN =
      List.of(new IllegalStateException("on purpose"), new OutOfMemoryError("on purpose"));

  private final Counted layer = new Counted();

  LayerEndTest() throws SystemCallException {}

  @Test
  void ofAnAcceptedPortThatCannotBeTakenOver() {
    cannotBeTakenOver(REFUSED);
    BROKEN.forEach(this::cannotBeTakenOver);
  }

  @Test
  void ofAPortThatCannotBeginToConnect() {
    for (Throwable trouble : BROKEN) {
      TcpPort port = port();
      engine.trouble(trouble);
      port.startConnect();
      engine.run();
      ended(port);
    }
  }

  @Test
  void ofAPortWhoseSocketEnds() {
    TcpPort port = port();
    port.startConnect();
    engine.endpoint().handler.onClosed();
    engine.run();
    ended(port);
  }

  @Test
  void ofAPortWhoseLoopEnds() {
    TcpPort connecting = port();
    connecting.startConnect();
    TcpPort accepted = port();
    accepted.startAccepted(78);
    engine.loop.closeNow();
    assertTrue(connecting.isClosed() && accepted.isClosed());
    assertEquals(2, layer.made.get());
    assertEquals(layer.made.get(), layer.ended.get());
  }

  private void cannotBeTakenOver(Throwable trouble) {
    TcpPort port = port();
    engine.trouble(trouble);
    port.startAccepted(77);
    engine.run();
    ended(port);
  }

  private TcpPort port() {
    return new TcpPort(engine.loop, PortOptions.defaults().layer(layer), FakeEngine.ADDRESS);
  }

  private void ended(TcpPort port) {
    assertTrue(port.isClosed(), () -> "open: " + port);
    assertTrue(layer.made.get() > 0, "no layer was made");
    assertEquals(layer.made.get(), layer.ended.get(), "layers that heard of their end");
    taken(port);
  }

  /** Layers that pass nothing on but the end of the socket's stream. */
  private static final class Counted implements StreamLayer {

    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();

    @Override
    public String name() {
      return "counted";
    }

    @Override
    public LayeredStream over(LayerContext context) {
      made.incrementAndGet();
      boolean[] over = new boolean[1];
      return (LayeredStream)
          Proxy.newProxyInstance(
              Counted.class.getClassLoader(),
              new Class<?>[] {LayeredStream.class},
              (_, method, _) -> {
                if (method.getName().equals("onClosed") && !over[0]) {
                  over[0] = true;
                  ended.incrementAndGet();
                  context.handler().onClosed();
                }
                return nothing(method.getReturnType());
              });
    }

    private static @Nullable Object nothing(Class<?> type) {
      if (type == boolean.class) {
        return false;
      }
      return type == long.class ? 0L : null;
    }
  }
}
