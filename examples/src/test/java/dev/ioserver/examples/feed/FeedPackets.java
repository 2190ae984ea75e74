package dev.ioserver.examples.feed;

import dev.ioserver.examples.feed.mold.Mold;
import dev.ioserver.examples.feed.mold.MoldPacket;
import dev.ioserver.examples.feed.mold.MoldRequest;
import dev.ioserver.examples.feed.mold.MoldWriter;
import dev.ioserver.examples.feed.mold.SessionName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Packets as tests write and read them; a message is a text here. */
public final class FeedPackets {

  public static final SessionName SESSION = new SessionName("SESSION1");

  private FeedPackets() {}

  public static ByteBuffer packet(long sequence, String... messages) {
    return packet(SESSION, sequence, messages);
  }

  public static ByteBuffer packet(SessionName session, long sequence, String... messages) {
    MoldWriter writer = new MoldWriter(session, Mold.MAX_PACKET_LENGTH).begin(sequence);
    for (String message : messages) {
      byte[] bytes = bytes(message);
      if (!writer.append(ByteBuffer.wrap(bytes), 0, bytes.length)) {
        throw new IllegalArgumentException("too much for one packet");
      }
    }
    return copy(writer.packet());
  }

  public static ByteBuffer endOfSession(long sequence) {
    return copy(new MoldWriter(SESSION, Mold.MAX_PACKET_LENGTH).begin(sequence).endOfSession());
  }

  public static ByteBuffer request(SessionName session, long sequence, int count) {
    ByteBuffer request = ByteBuffer.allocate(Mold.HEADER_LENGTH);
    MoldRequest.encode(request, 0, session, sequence, count);
    return request;
  }

  /** Returns the messages of a packet in good form. */
  public static List<String> messages(ByteBuffer packet) {
    MoldPacket reader = reader(packet);
    List<String> messages = new ArrayList<>();
    for (; reader.hasNext(); reader.advance()) {
      byte[] bytes = new byte[reader.messageLength()];
      packet.get(reader.messageOffset(), bytes);
      messages.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return messages;
  }

  public static MoldPacket reader(ByteBuffer packet) {
    MoldPacket reader = new MoldPacket();
    FeedFault fault = reader.wrap(packet, packet.position(), packet.remaining());
    if (fault != null) {
      throw new AssertionError("bad packet: " + fault.text());
    }
    return reader;
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static ByteBuffer copy(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
    copy.put(0, bytes, bytes.position(), bytes.remaining());
    return copy;
  }
}
