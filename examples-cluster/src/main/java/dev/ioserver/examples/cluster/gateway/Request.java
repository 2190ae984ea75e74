package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.examples.cluster.wire.Wire;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A request to the cluster that is not known to be dealt with yet. Used again and again. */
final class Request {

  final ByteBuffer bytes = ByteBuffer.allocate(Wire.MAX_LENGTH);
  final UnsafeBuffer buffer = new UnsafeBuffer(bytes.array());
  int length;
  long correlation;

  /** Who is told when this is done; null if nobody is. */
  @Nullable Connection from;

  Request() {}
}
