package com.example.image;

import dev.ioserver.engine.EngineInfo;
import dev.ioserver.engine.IoServer;
import dev.ioserver.engine.Select;
import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.Listener;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Echoes what one client sends, and says which engine did it. */
public final class Echo {

  private Echo() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws Exception {
    System.out.println(
        "engines " + EngineInfo.all().stream().map(EngineInfo::name).sorted().toList());
    try (IoServer io = IoServer.open()) {
      Listener listener = io.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      InetSocketAddress address = (InetSocketAddress) listener.localAddress();
      Thread client = Thread.ofPlatform().start(() -> talk(address));
      Select<Message> select = Select.of(listener);
      boolean open = true;
      while (open) {
        switch (select.receive()) {
          case Accepted accepted -> select.add(accepted.port().active(16));
          case Data data -> {
            data.port().send(data.bytes());
            data.port().active(1);
            data.release();
          }
          case PeerClosed closed -> {
            closed.port().close();
            open = false;
          }
          default -> {}
        }
      }
      client.join();
      System.out.println("engine " + io.engine());
    }
  }

  private static void talk(InetSocketAddress address) {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      byte[] words = "to be said again".getBytes(StandardCharsets.UTF_8);
      socket.getOutputStream().write(words);
      byte[] echoed = socket.getInputStream().readNBytes(words.length);
      System.out.println("echoed " + new String(echoed, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
