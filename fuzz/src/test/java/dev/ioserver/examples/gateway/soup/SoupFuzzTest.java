package dev.ioserver.examples.gateway.soup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.ouch.FuzzOuch;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.fuzz.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A packet of SoupBinTCP, and the message of OUCH inside it: the decoder looks at nothing beyond
 * the packet, says what is wrong, and never throws; what it has read, encoded anew, reads as the
 * same.
 *
 * <p>An input is the sender's side (even: the client), and the packet without its length.
 */
class SoupFuzzTest extends FuzzTest {

  private static final int BEFORE = 5;

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    new SoupFuzzTest().check(input);
  }

  @Override
  protected List<byte[]> seeds() {
    ByteBuffer packet = ByteBuffer.allocate(100);
    List<byte[]> seeds = new ArrayList<>();
    int login = SoupEncoder.loginRequest(packet, 0, "user", "password", "SESSION", 17);
    seeds.add(input(SoupSide.CLIENT, Arrays.copyOf(packet.array(), login)));
    int accepted = SoupEncoder.loginAccepted(packet, 0, "SESSION", Long.MAX_VALUE);
    seeds.add(input(SoupSide.SERVER, Arrays.copyOf(packet.array(), accepted)));
    for (String text : List.of("JA", "JS", "H", "Z", "+debug")) {
      seeds.add(input(SoupSide.SERVER, text.getBytes(ISO_8859_1)));
    }
    for (String text : List.of("R", "O", "+")) {
      seeds.add(input(SoupSide.CLIENT, text.getBytes(ISO_8859_1)));
    }
    FuzzOuch.ofClients().forEach(message -> seeds.add(data(SoupSide.CLIENT, message)));
    FuzzOuch.ofServers().forEach(message -> seeds.add(data(SoupSide.SERVER, message)));
    return seeds;
  }

  private static byte[] data(SoupSide side, byte[] message) {
    byte type = side == SoupSide.CLIENT ? SoupPacket.UNSEQUENCED_DATA : SoupPacket.SEQUENCED_DATA;
    ByteBuffer packet = ByteBuffer.allocate(200);
    int length = SoupEncoder.data(packet, 0, type, ByteBuffer.wrap(message), 0, message.length);
    return input(side, Arrays.copyOf(packet.array(), length));
  }

  private static byte[] input(SoupSide side, byte[] packet) {
    byte[] input = new byte[1 + packet.length];
    input[0] = (byte) side.ordinal();
    System.arraycopy(packet, 0, input, 1, packet.length);
    return input;
  }

  @Override
  protected void check(byte[] input) {
    if (input.length == 0) {
      return;
    }
    SoupSide side = SoupSide.values()[input[0] & 1];
    byte[] packet = Arrays.copyOfRange(input, 1, input.length);
    SoupDecoder decoder = new SoupDecoder();
    SoupFault fault = decoder.wrap(ByteBuffer.wrap(packet), 0, packet.length, side);
    assertFalse(decoder.describe().isEmpty());
    List<Object> said = fault == SoupFault.NONE ? said(decoder) : List.of();
    for (char around : "\0 19L".toCharArray()) {
      SoupDecoder amid = new SoupDecoder();
      assertEquals(
          fault, amid.wrap(amid(packet, (byte) around), BEFORE, packet.length, side), "amid");
      assertEquals(said, fault == SoupFault.NONE ? said(amid) : List.of());
    }
    if (fault == SoupFault.NONE) {
      byte[] again = encoded(decoder, packet);
      SoupDecoder anew = new SoupDecoder();
      assertEquals(fault, anew.wrap(ByteBuffer.wrap(again), 0, again.length, side));
      assertEquals(said, said(anew));
      message(packet, side);
    }
  }

  private static ByteBuffer amid(byte[] packet, byte around) {
    byte[] all = new byte[packet.length + 2 * BEFORE];
    Arrays.fill(all, around);
    System.arraycopy(packet, 0, all, BEFORE, packet.length);
    return ByteBuffer.wrap(all);
  }

  /** All that a decoder says of a packet that is right. */
  private static List<Object> said(SoupDecoder decoder) {
    List<Object> said = new ArrayList<>(List.of(decoder.type(), decoder.payloadLength()));
    switch (decoder.type()) {
      case SoupPacket.LOGIN_REQUEST -> {
        assertTrue(decoder.requestedSequence() >= 0);
        said.add(decoder.username());
        said.add(decoder.password());
        said.add(decoder.requestedSession());
        said.add(decoder.requestedSequence());
      }
      case SoupPacket.LOGIN_ACCEPTED -> {
        assertTrue(decoder.nextSequence() >= 0);
        said.add(decoder.acceptedSession());
        said.add(decoder.nextSequence());
      }
      case SoupPacket.LOGIN_REJECTED -> said.add(decoder.rejectReason());
      default -> assertTrue(decoder.payloadLength() >= 0);
    }
    return said;
  }

  private static byte[] encoded(SoupDecoder decoder, byte[] packet) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.max(100, packet.length));
    ByteBuffer whole = ByteBuffer.wrap(packet);
    int length =
        switch (decoder.type()) {
          case SoupPacket.LOGIN_REQUEST ->
              SoupEncoder.loginRequest(
                  buffer,
                  0,
                  decoder.username(),
                  decoder.password(),
                  decoder.requestedSession(),
                  decoder.requestedSequence());
          case SoupPacket.LOGIN_ACCEPTED ->
              SoupEncoder.loginAccepted(
                  buffer, 0, decoder.acceptedSession(), decoder.nextSequence());
          case SoupPacket.LOGIN_REJECTED ->
              SoupEncoder.loginRejected(buffer, 0, decoder.rejectReason());
          case SoupPacket.SEQUENCED_DATA, SoupPacket.UNSEQUENCED_DATA, SoupPacket.DEBUG ->
              SoupEncoder.data(
                  buffer,
                  0,
                  decoder.type(),
                  whole,
                  decoder.payloadOffset(),
                  decoder.payloadLength());
          default -> SoupEncoder.empty(buffer, 0, decoder.type());
        };
    return Arrays.copyOf(buffer.array(), length);
  }

  private static void message(byte[] packet, SoupSide side) {
    byte type = packet[0];
    if (type != SoupPacket.UNSEQUENCED_DATA && type != SoupPacket.SEQUENCED_DATA) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(packet);
    int length = packet.length - SoupPacket.PAYLOAD_OFFSET;
    boolean ofClient = side == SoupSide.CLIENT;
    OuchFault fault =
        ofClient
            ? OuchFault.ofClientMessage(buffer, SoupPacket.PAYLOAD_OFFSET, length)
            : OuchFault.ofServerMessage(buffer, SoupPacket.PAYLOAD_OFFSET, length);
    if (fault == OuchFault.NONE) {
      byte[] message = Arrays.copyOfRange(packet, SoupPacket.PAYLOAD_OFFSET, packet.length);
      assertArrayEquals(message, FuzzOuch.encodedAnew(message, ofClient));
    }
  }
}
