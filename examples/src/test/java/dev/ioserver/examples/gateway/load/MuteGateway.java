package dev.ioserver.examples.gateway.load;

import dev.ioserver.examples.gateway.soup.SoupEncoder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Accepts every login and answers nothing else. */
final class MuteGateway implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  MuteGateway() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.readNBytes(in.readUnsignedShort());
      ByteBuffer accepted = ByteBuffer.allocate(64);
      int length = SoupEncoder.loginAccepted(accepted, 2, "SESSION", 1);
      accepted.putShort(0, (short) length);
      client.getOutputStream().write(accepted.array(), 0, 2 + length);
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // gone
    }
  }
}
