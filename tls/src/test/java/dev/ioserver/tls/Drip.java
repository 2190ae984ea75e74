package dev.ioserver.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a server, and passes on one byte at a time. */
final class Drip implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  Drip() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Takes one client, and connects it. */
  void open(SocketAddress server) {
    start(
        () -> {
          Socket client = listening.accept();
          open.add(client);
          Socket behind = new Socket();
          open.add(behind);
          behind.connect(server);
          client.setTcpNoDelay(true);
          behind.setTcpNoDelay(true);
          start(() -> copy(client, behind));
          copy(behind, client);
        });
  }

  private static void copy(Socket from, Socket to) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int one = in.read(); one >= 0; one = in.read()) {
      out.write(one);
    }
    to.shutdownOutput();
  }

  /** Something that ends with its sockets. */
  private interface Body {
    void run() throws IOException;
  }

  private void start(Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (IOException e) {
                // An end of it was closed.
              }
            },
            "drip");
    threads.add(thread);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
