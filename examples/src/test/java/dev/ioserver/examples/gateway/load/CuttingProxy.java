package dev.ioserver.examples.gateway.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Stands between clients and gateway, and cuts all connections when told to. */
final class CuttingProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> open = new ArrayList<>();

  CuttingProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Resets every connection; what was on its way is lost. */
  synchronized void cut() throws IOException {
    for (Socket socket : open) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (SocketException e) {
        // closed already
      }
    }
    open.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(target.getAddress(), target.getPort());
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        synchronized (this) {
          open.add(client);
          open.add(server);
        }
        Thread.ofVirtual().start(() -> copy(client, server));
        Thread.ofVirtual().start(() -> copy(server, client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // cut
    }
  }
}
