package dev.ioserver.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Interest;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.Ready;
import dev.ioserver.engine.api.Watch;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ForeignDescriptorsGuideTest {

  private int taken;
  private int wanted;

  @BeforeEach
  void onLinux(TestInfo test) {
    if (!System.getProperty("os.name").equals("Linux")) {
      System.out.println("!! SKIPPED " + test.getDisplayName() + ": its library is Linux's");
      Assumptions.abort("the library of this test makes Linux's calls");
    }
  }

  // @start region="level"
  /** Serves a library's events and the connections of a server in one loop. */
  void serve(IoServer io, EventPipe library, Listener listener) throws InterruptedException {
    Watch events = io.watch(library.descriptor(), Interest.READ);
    Select<Message> select = Select.of(listener, events);
    while (!events.isDone()) {
      switch (select.receive()) {
        case Ready(Watch watch, _) -> {
          library.takeEvent(); // one; if there are more, the next Ready comes
          onEvent(watch);
        }
        case Accepted accepted -> select.add(accepted.port().active(16));
        case Data data -> answer(data); // which releases it
        case Failed(Watch _, IOException cause) -> throw new IllegalStateException(cause);
        default -> {}
      }
    }
    library.close(); // not before Closed has come, which says that the kernel has let go
  }

  // @end

  private void onEvent(Watch watch) {
    taken++;
    if (taken == wanted) {
      watch.close();
    }
  }

  private static void answer(Data data) throws InterruptedException {
    data.port().send(data.bytes());
    data.port().active(1);
    data.release();
  }

  @Test
  void theLibraryAndTheConnections() throws Exception {
    wanted = 10;
    EventPipe library = new EventPipe();
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(Loopback.anyPort());
      Thread client =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < wanted; i++) {
                      library.happen();
                    }
                  });
      try (Socket peer = new Socket()) {
        peer.connect(listener.localAddress());
        peer.getOutputStream().write(1);
        serve(io, library, listener);
      }
      client.join();
    }
    assertEquals(wanted, taken);
  }

  // @start region="edge"
  /** Takes all events that there are, each time that some have come. */
  void drain(IoServer io, EventPipe library) throws InterruptedException {
    Watch events = io.watch(library.descriptor(), Interest.READ | Interest.EDGE);
    while (events.receive() instanceof Ready) {
      while (library.takeEvent()) {
        onEvent(events); // until there is none: nobody says again what is left
      }
    }
  }

  // @end

  @Test
  void edges() throws Exception {
    wanted = 3;
    try (EventPipe library = new EventPipe();
        IoServer io = IoServer.open()) {
      for (int i = 0; i < wanted; i++) {
        library.happen();
      }
      drain(io, library);
    }
    assertEquals(wanted, taken);
  }

  // @start region="workers"
  /** Has the events taken by another thread. */
  void dispatch(Watch events, EventPipe library, ExecutorService worker)
      throws InterruptedException {
    while (events.receive() instanceof Ready) {
      events.interest(Interest.NONE); // or it would be ready again until the worker has read
      worker.execute(
          () -> {
            library.takeEvent();
            onEvent(events);
            events.interest(Interest.READ);
          });
    }
  }

  // @end

  @Test
  void anotherThreadTakesThem() throws Exception {
    wanted = 20;
    try (EventPipe library = new EventPipe();
        IoServer io = IoServer.open();
        ExecutorService worker = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < wanted; i++) {
        library.happen();
      }
      dispatch(io.watch(library.descriptor(), Interest.READ), library, worker);
      worker.shutdown();
    }
    assertEquals(wanted, taken);
  }

  @Test
  void channels() throws Exception {
    IoServerOptions options = IoServerOptions.defaults().engine("nio");
    // @start region="channel"
    Pipe pipe = Pipe.open();
    Pipe.SourceChannel source = pipe.source();
    source.configureBlocking(false);
    try (IoServer io = IoServer.open(options)) { // the engine is nio
      Watch watch = io.watch(source, Interest.READ);
      pipe.sink().write(ByteBuffer.allocate(1));
      if (watch.receive() instanceof Ready ready && ready.isReadable()) {
        source.read(ByteBuffer.allocate(64));
      }
    }
    // @end
    assertTrue(source.isOpen(), "the server has closed, and the channel has not");
    assertFalse(source.isBlocking());
    assertNotNull(pipe.sink());
    source.close();
    pipe.sink().close();
  }
}
