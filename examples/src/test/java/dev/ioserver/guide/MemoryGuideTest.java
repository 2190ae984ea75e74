package dev.ioserver.guide;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Port;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MemoryGuideTest {

  private final StringBuilder parsed = new StringBuilder();
  private final StringBuffer recorded = new StringBuffer();

  // @start region="release"
  void onData(Data data) {
    try {
      parse(data.bytes());
    } finally {
      data.release(); // also if parse throws
    }
  }

  // @end

  // @start region="retain"
  /** Two readers, each with a reference of its own. */
  void share(Data data, ExecutorService audit) {
    data.retain(); // before the other thread can see it
    audit.execute(
        () -> {
          try {
            record(data.segment());
          } finally {
            data.release(); // the second reference
          }
        });
    onData(data); // releases the first
  }

  // @end

  // @start region="copy"
  /** For what outlives the message: a copy that belongs to the collector. */
  static byte[] copy(Data data) {
    byte[] bytes = new byte[data.length()];
    data.bytes().get(bytes);
    data.release();
    return bytes;
  }

  // @end

  private void parse(ByteBuffer bytes) {
    parsed.append(US_ASCII.decode(bytes));
  }

  private void record(MemorySegment bytes) {
    recorded.append(US_ASCII.decode(bytes.asByteBuffer()));
  }

  private static Data received(Listener listener, String text) throws Exception {
    try (Socket client = Loopback.connect(listener.localAddress())) {
      client.getOutputStream().write(text.getBytes(US_ASCII));
      if (!(listener.receive() instanceof Accepted accepted)) {
        throw new AssertionError("nothing was accepted");
      }
      Port port = accepted.port();
      Data data = port.read(text.length(), Loopback.PATIENCE);
      assertNotNull(data);
      return data;
    }
  }

  @Test
  void releaseRetainAndCopy() throws Exception {
    try (IoServer io = IoServer.open(IoServerOptions.defaults().leakCheck(true))) {
      Listener listener = io.listen(Loopback.anyPort());
      onData(received(listener, "one "));
      assertEquals("one ", parsed.toString());

      try (ExecutorService audit = Executors.newSingleThreadExecutor()) {
        share(received(listener, "two "), audit);
      }
      assertEquals("one two ", parsed.toString());
      assertEquals("two ", recorded.toString());

      assertEquals("three", new String(copy(received(listener, "three")), US_ASCII));
      assertEquals(0, io.unreleased());

      Data twice = received(listener, "four");
      twice.release();
      assertThrows(IllegalStateException.class, twice::release);
    }
  }

  @Test
  void leakCheck() throws Exception {
    // @start region="leak"
    try (IoServer io = IoServer.open(IoServerOptions.defaults().leakCheck(true))) {
      Listener listener = io.listen(Loopback.anyPort());
      Data data = received(listener, "a message");
      assertEquals(1, io.unreleased());
      data.release();
      assertEquals(0, io.unreleased());
    }
    // @end
  }
}
