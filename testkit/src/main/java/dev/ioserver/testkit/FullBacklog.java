package dev.ioserver.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listener that nobody accepts from and whose backlog is full: whoever connects must wait. */
final class FullBacklog implements AutoCloseable {

  private static final int MOST = 64;
  private static final int CONNECT_MILLIS = 200;

  private final ServerSocket listener;
  private final List<Socket> waiting = new ArrayList<>();
  private boolean full;

  private FullBacklog(ServerSocket listener) {
    this.listener = listener;
  }

  static FullBacklog open() throws IOException {
    FullBacklog backlog = new FullBacklog(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    backlog.fill();
    return backlog;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  boolean isFull() {
    return full;
  }

  private void fill() throws IOException {
    // One that took its time may have been held up by something else.
    int refused = 0;
    for (int i = 0; i < MOST && refused < 2; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(address(), CONNECT_MILLIS);
        refused = 0;
      } catch (SocketTimeoutException e) {
        refused++;
      }
    }
    full = refused == 2;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    listener.close();
  }
}
