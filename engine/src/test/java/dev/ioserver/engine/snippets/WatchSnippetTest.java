package dev.ioserver.engine.snippets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Port;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.Watch;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the nio engine, which is here whatever the system is. */
@Timeout(30)
class WatchSnippetTest {

  private final ByteBuffer buffer = ByteBuffer.allocate(64);
  private Pipe.SourceChannel source;
  private Pipe.SinkChannel sink;
  private Port port;
  private int events;
  private int bytes;

  // @start region="watch"
  void serve(IoServer io, SelectableChannel device, Port port) throws InterruptedException {
    Watch watch = io.watch(device, Interest.READ); // elsewhere: io.watch(descriptor, Interest.READ)
    Select<Message> select = Select.of(watch, port);
    while (!port.isDone()) {
      switch (select.receive()) {
        case Ready ready -> readEvents(ready.watch()); // what it leaves unread is told again
        case Data data -> answer(data); // which releases it
        case Closed(Watch ended, _) -> close(device); // now it may be closed
        default -> {}
      }
    }
  }

  // @end

  private void readEvents(Watch watch) {
    try {
      events += source.read(buffer.clear());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    watch.close();
  }

  /** Each byte has the device announce three events. */
  private void answer(Data data) {
    bytes += data.length();
    data.release();
    try {
      sink.write(ByteBuffer.allocate(3));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void close(SelectableChannel device) {
    port.close();
    try {
      device.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWatchAndAPortInOneSelect() throws Exception {
    Pipe pipe = Pipe.open();
    source = pipe.source();
    sink = pipe.sink();
    source.configureBlocking(false);
    try (IoServer io = IoServer.open(IoServerOptions.defaults().engine("nio"));
        ServerSocket listener = new ServerSocket(0, 1, Loopback.anyPort().getAddress())) {
      port = io.connect(listener.getLocalSocketAddress()).active(16);
      try (Socket peer = listener.accept()) {
        peer.getOutputStream().write(1);
        serve(io, source, port);
      }
    }
    sink.close();
    assertFalse(source.isOpen(), "closed by its owner");
    assertEquals(3, events);
    assertEquals(1, bytes);
  }
}
