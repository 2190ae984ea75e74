package dev.ioserver.guide;

// @start region="server"
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.ChannelClosedException;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Failed;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import java.net.InetSocketAddress;

public class EchoServer {

  public static void main(String[] args) throws Exception {
    int port = args.length == 0 ? 7000 : Integer.parseInt(args[0]);
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(new InetSocketAddress("127.0.0.1", port));
      System.out.println(io.engine() + " listens on " + listener.localAddress());
      Select<Message> select = Select.of(listener);
      while (true) {
        switch (select.receive()) {
          case Accepted accepted -> select.add(accepted.port().active(16));
          case Data data -> echo(data);
          case PeerClosed end -> end.port().close();
          case Failed failed -> System.out.println(failed.cause().getMessage());
          default -> {} // what else there is needs no answer here
        }
      }
    }
  }

  static void echo(Data data) throws InterruptedException {
    try {
      data.port().send(data.bytes());
      data.port().active(1);
    } catch (ChannelClosedException e) {
      // The peer is gone. Failed says why, and Closed is the port's last message.
    } finally {
      data.release();
    }
  }
}
// @end
