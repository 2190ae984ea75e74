package dev.ioserver.examples.cluster.service;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import java.io.IOException;
import java.io.OutputStream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a snapshot as messages of up to 1 KiB, which no transport has to cut. The first byte of
 * each says whether it is the last.
 */
final class SnapshotOutput extends OutputStream {

  static final byte MORE = 0;
  static final byte LAST = 1;
  static final int MESSAGE_BYTES = 1024;

  private final ExclusivePublication publication;
  private final IdleStrategy idle;
  private final byte[] bytes = new byte[MESSAGE_BYTES];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private int used = 1;

  SnapshotOutput(ExclusivePublication publication, IdleStrategy idle) {
    this.publication = publication;
    this.idle = idle;
  }

  @Override
  public void write(int value) throws IOException {
    if (used == MESSAGE_BYTES) {
      offer(MORE);
    }
    bytes[used++] = (byte) value;
  }

  @Override
  public void close() throws IOException {
    if (used > 0) {
      offer(LAST);
      used = 0;
    }
  }

  private void offer(byte kind) throws IOException {
    bytes[0] = kind;
    idle.reset();
    while (true) {
      long result = publication.offer(buffer, 0, used);
      if (result > 0) {
        break;
      }
      if (result == Publication.CLOSED
          || result == Publication.NOT_CONNECTED
          || result == Publication.MAX_POSITION_EXCEEDED) {
        throw new IOException(
            "the snapshot cannot be recorded: " + Publication.errorString(result));
      }
      idle.idle();
    }
    used = 1;
  }
}
