package dev.ioserver.examples.cluster.service;

import dev.ioserver.examples.cluster.wire.Wire;
import dev.ioserver.examples.gateway.session.MessageLog;
import dev.ioserver.examples.gateway.soup.SequencedStore;
import dev.ioserver.examples.gateway.soup.SoupPacket;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the service keeps of a user: tokens, messages, and where the user is logged in. */
final class User {

  /** No gateway. */
  static final long NOWHERE = -1;

  private static final int CHUNK_BYTES = 64 << 10;
  private static final int MAX_CHUNKS = 1 << 14;

  final String name;
  final UsedTokens tokens = new UsedTokens();
  final SequencedStore messages = new SequencedStore(Wire.SESSION_NAME, CHUNK_BYTES, MAX_CHUNKS);

  /** The cluster session of the gateway that has the user, or {@link #NOWHERE}. */
  long gateway = NOWHERE;

  /** The number of the user's latest login. */
  long login;

  /** What its gateway calls the request that was this login. */
  long loginCorrelation;

  User(String name) {
    this.name = name;
  }

  void save(DataOutput out) throws IOException {
    out.writeUTF(name);
    tokens.save(out);
    out.writeLong(messages.nextSequence() - 1);
    MessageLog.Cursor cursor = messages.cursor(1);
    while (cursor.hasNext()) {
      int length = cursor.length() - SoupPacket.PAYLOAD_OFFSET;
      int offset = cursor.offset() + SoupPacket.PAYLOAD_OFFSET;
      out.writeShort(length);
      out.write(cursor.buffer().array(), cursor.buffer().arrayOffset() + offset, length);
      cursor.advance();
    }
  }

  /** Writes where the user is, which is no part of what is compared. */
  void savePlace(DataOutput out) throws IOException {
    out.writeLong(gateway);
    out.writeLong(login);
    out.writeLong(loginCorrelation);
  }

  static User read(DataInput in) throws IOException {
    User user = new User(in.readUTF());
    user.tokens.restore(in);
    byte[] bytes = new byte[Wire.MAX_LENGTH];
    for (long left = in.readLong(); left > 0; left--) {
      int length = in.readUnsignedShort();
      in.readFully(bytes, 0, length);
      user.messages.append(ByteBuffer.wrap(bytes), 0, length);
    }
    return user;
  }

  void restorePlace(DataInput in) throws IOException {
    gateway = in.readLong();
    login = in.readLong();
    loginCorrelation = in.readLong();
  }
}
