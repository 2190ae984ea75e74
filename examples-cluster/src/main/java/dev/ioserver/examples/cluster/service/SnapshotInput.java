package dev.ioserver.examples.cluster.service;

import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.agrona.concurrent.IdleStrategy;

/** Reads what {@link SnapshotOutput} has written. */
final class SnapshotInput extends InputStream {

  private final Image image;
  private final IdleStrategy idle;
  private final byte[] bytes = new byte[SnapshotOutput.MESSAGE_BYTES];
  private final FragmentHandler handler;
  private int position;
  private int limit;
  private boolean last;

  SnapshotInput(Image image, IdleStrategy idle) {
    this.image = image;
    this.idle = idle;
    handler =
        (buffer, offset, length, header) -> {
          last = buffer.getByte(offset) == SnapshotOutput.LAST;
          buffer.getBytes(offset + 1, bytes, 0, length - 1);
          position = 0;
          limit = length - 1;
        };
  }

  @Override
  public int read() throws IOException {
    while (position == limit) {
      if (last) {
        return -1;
      }
      next();
    }
    return bytes[position++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int first = read();
    if (first < 0) {
      return -1;
    }
    into[offset] = (byte) first;
    int count = Math.min(length - 1, limit - position);
    System.arraycopy(bytes, position, into, offset + 1, count);
    position += count;
    return 1 + count;
  }

  private void next() throws IOException {
    idle.reset();
    while (image.poll(handler, 1) == 0) {
      if (image.isClosed() || image.isEndOfStream()) {
        throw new EOFException("the snapshot ends in the middle");
      }
      idle.idle();
    }
  }
}
