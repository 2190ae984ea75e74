package dev.ioserver.engine.port;

import dev.ioserver.engine.api.Durations;
import dev.ioserver.engine.loop.Deadline;
import dev.ioserver.engine.loop.EventLoop;
import java.time.Duration;

/**
 * Looks whether a connection has been idle for as long as its options say. Whatever is read or
 * written leaves its time here and nothing else; when the deadline comes, it is set for what the
 * latest of these times asks for. So a busy connection is looked at once in each such time.
 *
 * <p>Belongs to the loop's thread.
 */
final class IdleWatch extends Deadline {

  private final Connection connection;
  private final TcpPort port;

  /** When something was read, or reading began again, on the loop's clock. */
  private long lastRead;

  /** When something was written, on the loop's clock. */
  private long lastWritten;

  /** The port takes what comes: silence is the peer's. */
  private boolean reading;

  IdleWatch(Connection connection, TcpPort port) {
    this.connection = connection;
    this.port = port;
    lastRead = loop().time();
    lastWritten = lastRead;
    setNext();
  }

  private EventLoop loop() {
    return port.loop();
  }

  /** Bytes have come. */
  void read() {
    lastRead = loop().time();
  }

  /** The system has taken bytes. */
  void wrote() {
    lastWritten = loop().time();
  }

  /** Whether the port takes what comes from now on. */
  void reading(boolean takes) {
    if (takes && !reading) {
      lastRead = loop().time();
    }
    reading = takes;
  }

  /** Looks no more. */
  void stop() {
    loop().timers().cancel(this);
  }

  @Override
  protected void expired() {
    try {
      look(loop().timers().now());
    } catch (RuntimeException | Error e) {
      connection.onThrown(e);
    }
  }

  private void look(long now) {
    if (!reading) {
      // The port's own doing.
      lastRead = now;
    }
    if (port.isClosed()) {
      // Nothing can be sent: the output is shut down.
      lastWritten = now;
    }
    boolean readIdle = isOver(port.options().readIdle(), lastRead, now);
    boolean writeIdle = isOver(port.options().writeIdle(), lastWritten, now);
    if (readIdle) {
      lastRead = now;
    }
    if (writeIdle) {
      lastWritten = now;
    }
    // First: what is told may end the connection, and this with it.
    setNext();
    if (readIdle || writeIdle) {
      connection.onIdle(readIdle, writeIdle);
    }
  }

  private static boolean isOver(Duration patience, long since, long now) {
    return !patience.isZero() && now - since >= Durations.nanos(patience);
  }

  private void setNext() {
    Duration patienceToRead = port.options().readIdle();
    Duration patienceToWrite = port.options().writeIdle();
    long read = lastRead + Durations.nanos(patienceToRead);
    long written = lastWritten + Durations.nanos(patienceToWrite);
    long next = read;
    if (patienceToRead.isZero() || (!patienceToWrite.isZero() && written - read < 0)) {
      next = written;
    }
    loop().timers().setWithin(this, next);
  }
}
