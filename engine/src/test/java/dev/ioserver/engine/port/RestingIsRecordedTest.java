package dev.ioserver.engine.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.ListenOptions;
import dev.ioserver.engine.api.SystemCallException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener that rests is in a flight recording, once for each time that descriptors run out. */
class RestingIsRecordedTest {

  @Test
  void aListenerThatRestsIsRecordedOnce(@TempDir Path folder) throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      FakeEngine engine = new FakeEngine(IoServerOptions.defaults().jfr(true));
      TcpListener listener =
          new TcpListener(engine.loop, ListenOptions.defaults(), () -> engine.loop, _ -> {});
      listener.open(FakeEngine.ADDRESS);
      SystemCallException cause =
          new SystemCallException(
              "accept",
              "somewhere",
              24,
              "EMFILE",
              "none left",
              SystemCallException.Kind.TOO_MANY_DESCRIPTORS);
      engine.acceptor().handler.onAcceptFailed(cause);
      engine.acceptor().handler.onAcceptFailed(cause);
      recording.stop();
      Path file = folder.resolve("resting.jfr");
      recording.dump(file);
      List<RecordedEvent> resting =
          RecordingFile.readAllEvents(file).stream()
              .filter(
                  event -> event.getEventType().getName().equals("dev.ioserver.ListenerResting"))
              .toList();
      assertEquals(1, resting.size(), resting::toString);
      assertTrue(resting.getFirst().getString("listener").startsWith("listener "));
      assertTrue(resting.getFirst().getString("reason").contains("EMFILE"), resting::toString);
    }
  }
}
