package dev.ioserver.guide;

// @start region="client"
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Port;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

public class EchoClient {

  public static void main(String[] args) throws Exception {
    int number = args.length == 0 ? 7000 : Integer.parseInt(args[0]);
    try (IoServer io = IoServer.open();
        Port port = io.connect(new InetSocketAddress("127.0.0.1", number))) {
      byte[] question = "hello, world".getBytes(UTF_8);
      port.send(ByteBuffer.wrap(question));
      Data answer = port.read(question.length, Duration.ofSeconds(5));
      if (answer == null) {
        System.out.println("no answer within 5 s");
      } else {
        System.out.println("the server says: " + UTF_8.decode(answer.bytes()));
        answer.release();
      }
    }
  }
}
// @end
