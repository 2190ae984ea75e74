package dev.ioserver.examples.gateway.soup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoupCodecTest {

  private static final String LOGIN = "Ldemo  secret    0000000001                  17";

  private final SoupDecoder decoder = new SoupDecoder();
  private final ByteBuffer buffer = ByteBuffer.allocate(100);

  @Test
  void loginRequestHasTheBytesOfTheTable() {
    int length = SoupEncoder.loginRequest(buffer, 3, "demo", "secret", "0000000001", 17);
    assertEquals(LOGIN, encoded(3, length));
  }

  @Test
  void loginRequestForTheCurrentSessionLeavesItBlank() {
    int length = SoupEncoder.loginRequest(buffer, 0, "demo", "demo", "", 0);
    assertEquals(
        "Ldemo  demo                                     ".substring(0, 46) + "0",
        encoded(0, length));
  }

  @Test
  void loginAcceptedHasTheBytesOfTheTable() {
    int length = SoupEncoder.loginAccepted(buffer, 1, "SESSION", 4711);
    assertEquals("A   SESSION                4711", encoded(1, length));
  }

  @Test
  void shortPacketsHaveTheBytesOfTheTable() {
    assertEquals("JS", encoded(0, SoupEncoder.loginRejected(buffer, 0, (byte) 'S')));
    assertEquals("H", encoded(0, SoupEncoder.empty(buffer, 0, SoupPacket.SERVER_HEARTBEAT)));
    assertEquals("R", encoded(0, SoupEncoder.empty(buffer, 0, SoupPacket.CLIENT_HEARTBEAT)));
    assertEquals("O", encoded(0, SoupEncoder.empty(buffer, 0, SoupPacket.LOGOUT_REQUEST)));
    assertEquals("Z", encoded(0, SoupEncoder.empty(buffer, 0, SoupPacket.END_OF_SESSION)));
  }

  @Test
  void dataIsATypeAndTheMessage() {
    ByteBuffer message = Packets.of("..message..");
    int length = SoupEncoder.data(buffer, 5, SoupPacket.SEQUENCED_DATA, message, 2, 7);
    assertEquals("Smessage", encoded(5, length));
    assertEquals(0, message.position());
  }

  @Test
  void loginRequestIsReadBack() {
    assertEquals(SoupFault.NONE, wrap(LOGIN, SoupSide.CLIENT));
    assertEquals(SoupPacket.LOGIN_REQUEST, decoder.type());
    assertEquals("demo", decoder.username());
    assertEquals("secret", decoder.password());
    assertEquals("0000000001", decoder.requestedSession());
    assertEquals(17, decoder.requestedSequence());
  }

  @Test
  void loginRequestMayPadOnTheOtherSide() {
    assertEquals(
        SoupFault.NONE, wrap("L  demo    secretS1        17                  ", SoupSide.CLIENT));
    assertEquals("demo", decoder.username());
    assertEquals("secret", decoder.password());
    assertEquals("S1", decoder.requestedSession());
    assertEquals(17, decoder.requestedSequence());
  }

  @Test
  void serverPacketsAreReadBack() {
    assertEquals(SoupFault.NONE, wrap("A   SESSION                4711", SoupSide.SERVER));
    assertEquals("SESSION", decoder.acceptedSession());
    assertEquals(4711, decoder.nextSequence());
    assertEquals(SoupFault.NONE, wrap("JA", SoupSide.SERVER));
    assertEquals('A', decoder.rejectReason());
    assertEquals(SoupFault.NONE, wrap("Smessage", SoupSide.SERVER));
    assertEquals(7, decoder.payloadLength());
    assertEquals('m', buffer.get(decoder.payloadOffset()));
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT,R",
    "CLIENT,O",
    "CLIENT,Ux",
    "CLIENT,+",
    "CLIENT,+hello",
    "SERVER,H",
    "SERVER,Z",
    "SERVER,+hello"
  })
  void wellFormedPacketsHaveNoFault(SoupSide sender, String packet) {
    assertEquals(SoupFault.NONE, wrap(packet, sender));
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT,'',EMPTY",
    "SERVER,'',EMPTY",
    "CLIENT,L,TOO_SHORT",
    "CLIENT,U,TOO_SHORT",
    "CLIENT,R1,TOO_LONG",
    "CLIENT,O1,TOO_LONG",
    "SERVER,A,TOO_SHORT",
    "SERVER,J,TOO_SHORT",
    "SERVER,JAA,TOO_LONG",
    "SERVER,S,TOO_SHORT",
    "SERVER,H1,TOO_LONG",
    "SERVER,Z1,TOO_LONG",
    "CLIENT,Sx,WRONG_SIDE",
    "CLIENT,H,WRONG_SIDE",
    "CLIENT,A,WRONG_SIDE",
    "CLIENT,JA,WRONG_SIDE",
    "CLIENT,Z,WRONG_SIDE",
    "SERVER,L,WRONG_SIDE",
    "SERVER,Ux,WRONG_SIDE",
    "SERVER,R,WRONG_SIDE",
    "SERVER,O,WRONG_SIDE",
    "CLIENT,?,UNKNOWN_TYPE",
    "SERVER,xyz,UNKNOWN_TYPE",
    "CLIENT,l,UNKNOWN_TYPE"
  })
  void faultsAreNamed(SoupSide sender, String packet, SoupFault expected) {
    assertEquals(expected, wrap(packet, sender));
  }

  @Test
  void loginOfOneByteLessOrMoreIsAFault() {
    assertEquals(SoupFault.TOO_SHORT, wrap(LOGIN.substring(0, 46), SoupSide.CLIENT));
    assertEquals(SoupFault.TOO_LONG, wrap(LOGIN + " ", SoupSide.CLIENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"                  ", "-1", "1 2", "x", "99999999999999999999"})
  void badSequenceNumberIsAFault(String number) {
    String login = LOGIN.substring(0, 27) + String.format("%20s", number);
    assertEquals(SoupFault.BAD_NUMBER, wrap(login, SoupSide.CLIENT));
    String accepted = "A   SESSION" + String.format("%20s", number);
    assertEquals(SoupFault.BAD_NUMBER, wrap(accepted, SoupSide.SERVER));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 7, 16, 17, 26})
  void controlCharactersInTextAreAFault(int position) {
    StringBuilder login = new StringBuilder(LOGIN);
    login.setCharAt(position, '\n');
    assertEquals(SoupFault.NOT_ASCII, wrap(login.toString(), SoupSide.CLIENT));
  }

  @Test
  void packetIsDescribedForALog() {
    wrap("L", SoupSide.CLIENT);
    assertEquals("packet of type 'L' and 1 bytes", decoder.describe());
    wrap("\n12", SoupSide.CLIENT);
    assertEquals("packet of type 0x0A and 3 bytes", decoder.describe());
    wrap("", SoupSide.CLIENT);
    assertEquals("packet of 0 bytes", decoder.describe());
    assertTrue(SoupFault.TOO_SHORT.text().contains("short"));
  }

  @Test
  void textTooLongForItsFieldIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SoupEncoder.loginRequest(buffer, 0, "toolong", "x", "", 0));
    assertThrows(
        IllegalArgumentException.class, () -> SoupEncoder.loginAccepted(buffer, 0, "s", -1));
  }

  private SoupFault wrap(String packet, SoupSide sender) {
    byte[] bytes = packet.getBytes(StandardCharsets.ISO_8859_1);
    buffer.put(9, bytes);
    return decoder.wrap(buffer, 9, bytes.length, sender);
  }

  private String encoded(int offset, int length) {
    return new String(buffer.array(), offset, length, StandardCharsets.US_ASCII);
  }
}
