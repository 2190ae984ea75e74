package dev.ioserver.testkit.sim;

import dev.ioserver.engine.api.Closed;
import dev.ioserver.engine.api.Datagram;
import dev.ioserver.engine.api.DatagramCursor;
import dev.ioserver.engine.api.DatagramMessage;
import dev.ioserver.engine.api.DatagramPort;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.ReceivedDatagram;
import dev.ioserver.engine.api.Undelivered;
import dev.ioserver.testkit.sim.kernel.SimDatagramSocket;
import dev.ioserver.testkit.sim.kernel.SimKernel;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Who uses one datagram port, and compares what the port says with what the kernel has given and
 * taken. All is compared that must be equal; nothing is said of what the network may do.
 */
final class DatagramUser {

  /** A credit that nobody uses up. */
  private static final long UNLIMITED = Long.MAX_VALUE / 2;

  private final SimKernel kernel;
  private final SimDatagramSocket socket;
  private final DatagramPort port;
  private final boolean batches;
  private final int inboxLimit;

  private long accepted;
  private int received;
  private long drops;
  private long refused;
  private long unreachable;
  private long credit;
  private long creditBase;
  private int mayWait;
  private boolean closing;
  private boolean aborted;
  private boolean gaveUp;
  private boolean closed;
  private int number;

  DatagramUser(
      SimKernel kernel,
      SimDatagramSocket socket,
      DatagramPort port,
      boolean batches,
      int inboxLimit) {
    this.kernel = kernel;
    this.socket = socket;
    this.port = port;
    this.batches = batches;
    this.inboxLimit = inboxLimit;
    port.attach(this);
    if (batches) {
      port.onDatagrams(this::take);
    }
  }

  DatagramPort port() {
    return port;
  }

  SimDatagramSocket socket() {
    return socket;
  }

  boolean isClosing() {
    return closing;
  }

  boolean isClosed() {
    return closed;
  }

  /** Sends one, which begins with its number; the port may refuse it for want of room. */
  void send(SocketAddress to, int length) {
    if (closing) {
      return;
    }
    ByteBuffer message = ByteBuffer.allocate(length);
    if (length >= Integer.BYTES) {
      message.putInt(0, number++);
    }
    boolean taken =
        port.remoteAddress() == null ? port.trySend(message, to) : port.trySend(message);
    if (taken) {
      accepted++;
    }
  }

  void flush() {
    port.flush();
  }

  void addCredit(int datagrams) {
    if (closing) {
      return;
    }
    if (credit >= UNLIMITED) {
      // Counting begins anew.
      creditBase = socket.given().size();
      credit = 0;
    }
    port.active(datagrams);
    credit = Math.max(credit, socket.given().size() - creditBase) + datagrams;
  }

  void unlimited() {
    if (!closing) {
      port.activeUnlimited();
      credit = UNLIMITED;
      // What a counted credit has let in before may be more than the limit.
      mayWait = Math.max(inboxLimit, socket.given().size() - received);
    }
  }

  void close(boolean now) {
    if (closing) {
      return;
    }
    closing = true;
    if (now) {
      aborted = true;
      port.abort();
    } else {
      port.close();
    }
  }

  /** A message of the port. */
  void hear(Message message) {
    if (closed) {
      throw kernel.violated("order", message + " behind Closed");
    }
    switch (message) {
      case Datagram datagram -> {
        take(datagram);
        datagram.release();
      }
      case Undelivered undelivered -> {
        if (undelivered.length() == Undelivered.EARLIER) {
          unreachable++;
        } else {
          refused++;
        }
      }
      case DatagramMessage.CreditUsed _ -> {
        if (credit >= UNLIMITED) {
          throw kernel.violated("credit", socket + " is told that a credit without end is used");
        }
      }
      case DatagramMessage.Writable _ -> {
        // It may be full again by now.
      }
      case Closed end -> {
        closed = true;
        if (!closing) {
          throw kernel.violated("end", socket + " has ended by itself");
        }
        gaveUp = end.droppedBytes() > 0;
        if (gaveUp && accepted == socket.taken().size()) {
          throw kernel.violated("end", socket + " says that it gave up what the kernel has taken");
        }
      }
      default -> throw kernel.violated("message", socket + " says " + message);
    }
  }

  private void take(DatagramCursor batch) {
    while (batch.next()) {
      take((ReceivedDatagram) batch);
    }
  }

  private void take(ReceivedDatagram datagram) {
    List<byte[]> given = socket.given();
    if (received >= given.size()) {
      throw kernel.violated("made up", socket + " gives what the kernel has not given");
    }
    byte[] expected = given.get(received++);
    byte[] bytes = new byte[datagram.length()];
    ByteBuffer from = datagram.bytes();
    from.get(from.position(), bytes);
    if (!Arrays.equals(expected, bytes)) {
      throw kernel.violated(
          "contents", "datagram " + (received - 1) + " of " + socket + " is another one");
    }
    drops += datagram.drops();
  }

  /** What holds at any moment. */
  void check() {
    int given = socket.given().size();
    if (credit < UNLIMITED && given - creditBase > Math.max(credit, 0)) {
      throw kernel.violated(
          "credit", socket + " took " + (given - creditBase) + " with a credit of " + credit);
    }
    if (!batches && credit >= UNLIMITED && given - received > mayWait) {
      throw kernel.violated("inbox", (given - received) + " wait at " + socket + ", of " + mayWait);
    }
    if (port.drops() != socket.droppedAsTold()) {
      throw kernel.violated(
          "drops",
          socket + " dropped " + socket.droppedAsTold() + ", the port says " + port.drops());
    }
  }

  /** What holds when nothing happens any more. */
  void checkAtRest() {
    check();
    if (received != socket.given().size()) {
      throw kernel.violated(
          "lost", socket + " gave " + socket.given().size() + ", received were " + received);
    }
    if (drops != socket.droppedAsTold()) {
      throw kernel.violated(
          "drops", socket + " dropped " + socket.droppedAsTold() + ", told were " + drops);
    }
    if (closing) {
      if (!closed) {
        throw kernel.violated("end", socket + " was closed, and has not said so");
      }
      if (!aborted && !gaveUp) {
        allIsSent();
      }
      return;
    }
    if (socket.waitingCount() > 0) {
      throw kernel.violated("lost event", socket.waitingCount() + " wait for " + socket);
    }
    if (port.pendingBytes() > 0) {
      throw kernel.violated("lost event", port.pendingBytes() + " bytes of " + socket + " wait");
    }
    allIsSent();
  }

  private void allIsSent() {
    // Each refusal was a code of the kernel; the port counts those that it cannot tell.
    long missing = accepted - socket.taken().size();
    if (missing < refused || missing > socket.errorsGiven()) {
      throw kernel.violated(
          "lost",
          socket
              + " accepted "
              + accepted
              + ", sent were "
              + socket.taken().size()
              + ", refused between "
              + refused
              + " and "
              + socket.errorsGiven());
    }
    int last = -1;
    for (byte[] bytes : socket.taken()) {
      int next = bytes.length < Integer.BYTES ? last : ByteBuffer.wrap(bytes).getInt();
      if (next < last) {
        throw kernel.violated("order", number(next) + " was sent behind " + number(last));
      }
      last = next;
    }
  }

  private String number(int of) {
    return "number " + of + " of " + socket;
  }

  /** Reports of datagrams that were refused, or have not arrived, as far as they were told. */
  long undelivered() {
    return refused + unreachable;
  }
}
