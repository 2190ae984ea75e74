package dev.ioserver.examples.gateway.fix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.examples.gateway.soup.SessionEnd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session without a connection: time, and what the output takes, are the test's. */
class FixSessionTest implements FixOutput, FixHandler, FixDirectory {

  private static final long NOON = 1_795_780_800_000L;
  private static final int ROUNDS = Boolean.getBoolean("ioserver.stress") ? 400_000 : 20_000;

  private final FixSequences sequences = new FixSequences("client", new FixStore(4096, 4));
  private final List<String> sent = new ArrayList<>();
  private final FixWriter writer = new FixWriter(64);
  private FixSession session = open();
  private int room = Integer.MAX_VALUE;
  private int messages;
  private String end = "";
  private long next = 1;
  private long nanos;

  private FixSession open() {
    return new FixSession(
        this,
        this,
        this,
        new FixSettings("us", TimeUnit.SECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(15)),
        () -> NOON,
        nanos);
  }

  private void receive(String type, String fields) {
    body("35=" + type + "|49=client|56=us|34=" + next++ + "|52=20261127-12:00:00|" + fields);
  }

  private void body(String text) {
    byte[] bytes = text.replace('|', '\1').getBytes(StandardCharsets.ISO_8859_1);
    session.onMessage(ByteBuffer.wrap(bytes), 0, bytes.length, nanos);
  }

  private void logOn() {
    receive("A", "98=0|108=30|");
    assertEquals(
        "35=A|49=us|56=client|34=1|52=20261127-12:00:00.000|98=0|108=30|", sent.removeFirst());
  }

  private void publish(String text) {
    assertTrue(session.publish(FixType.EXECUTION_REPORT, writer.clear().text(58, text), nanos));
  }

  @Test
  void whatTheOutputDoesNotTakeIsSentInOrderLater() {
    logOn();
    room = 1;
    publish("a");
    publish("b");
    receive("1", "112=x|");
    publish("c");
    assertEquals(List.of("2 8"), numbers());
    room = 2;
    session.onWritable(nanos);
    assertEquals(List.of("3 8", "4 0"), numbers());
    room = 9;
    session.onWritable(nanos);
    assertEquals(List.of("5 8"), numbers());
  }

  @Test
  void whatIsSentAgainMayStopAnywhere() {
    logOn();
    publish("a");
    receive("1", "112=x|");
    receive("1", "112=y|");
    publish("b");
    sent.clear();
    room = 0;
    receive("2", "7=1|16=0|");
    publish("c");
    for (int i = 0; i < 5; i++) {
      room = 1;
      session.onWritable(nanos);
    }
    assertEquals(List.of("1 4", "2 8", "3 4", "5 8", "6 8"), numbers());
    // Asked a second time in the midst of it: everything from the lowest is sent again.
    room = 0;
    receive("2", "7=3|16=0|");
    room = 2;
    session.onWritable(nanos);
    assertEquals(List.of("3 4", "5 8"), numbers());
    receive("2", "7=2|16=2|");
    room = 9;
    session.onWritable(nanos);
    assertEquals(List.of("2 8", "3 4", "5 8", "6 8"), numbers());
  }

  @Test
  void timeHasItsWay() {
    logOn();
    nanos = TimeUnit.SECONDS.toNanos(30);
    session.onTick(nanos);
    assertEquals(List.of("2 0"), numbers());
    nanos = TimeUnit.SECONDS.toNanos(36);
    session.onTick(nanos);
    session.onTick(nanos);
    assertEquals(List.of("3 1"), numbers());
    nanos = TimeUnit.SECONDS.toNanos(72);
    session.onTick(nanos);
    assertEquals(List.of("4 5"), numbers());
    assertEquals("LINK_LOST no answer to a TestRequest", end);
  }

  @Test
  void aGapThatIsNotFilledEndsTheSession() {
    logOn();
    next = 5;
    receive("0", "");
    assertEquals(List.of("2 2"), numbers());
    nanos = TimeUnit.SECONDS.toNanos(36);
    receive("0", "");
    session.onTick(nanos);
    assertEquals("", end);
    nanos = TimeUnit.SECONDS.toNanos(71);
    receive("0", "");
    nanos = TimeUnit.SECONDS.toNanos(72);
    session.onTick(nanos);
    assertEquals("SEQUENCE_GAP no answer to a ResendRequest", end);
  }

  @Test
  void aFullStoreEndsTheSessionAndAResetEmptiesIt() {
    logOn();
    String text = "x".repeat(180);
    boolean stored = true;
    while (stored) {
      stored = session.publish(FixType.EXECUTION_REPORT, writer2().text(58, text), nanos);
    }
    assertTrue(end.startsWith("STORE_FULL at message"), end);
    session = open();
    end = "";
    next = 1;
    sent.clear();
    receive("A", "98=0|108=30|141=Y|");
    assertEquals(List.of("1 A"), numbers());
    publish("a");
    assertEquals(List.of("2 8"), numbers());
  }

  private static FixWriter writer2() {
    return new FixWriter(256);
  }

  /** Whatever comes, the session answers or ends, and nothing is thrown. */
  @Test
  void mutilatedMessagesDoNoHarm() {
    long seed = new Random().nextLong();
    System.out.println("messages of seed " + seed);
    Random random = new Random(seed);
    String[] kinds = {
      "0|",
      "1|112=x|",
      "2|7=1|16=0|",
      "3|45=1|",
      "4|123=Y|36=",
      "5|",
      "A|98=0|108=30|141=Y|",
      "D|11=a|55=AAPL|54=1|38=100|40=2|44=1.25|60=20261127-12:00:00|95=3|96=a\1b|",
      "j|"
    };
    for (int i = 0; i < ROUNDS; i++) {
      if (session.state() != FixState.LOGGED_ON) {
        session = open();
        next = 1;
        receive("A", "98=0|108=30|141=Y|");
        assertEquals(FixState.LOGGED_ON, session.state(), "seed " + seed);
      }
      String[] kind = kinds[random.nextInt(kinds.length)].split("\\|", 2);
      String rest = kind[1].endsWith("36=") ? kind[1] + (next + 2) + "|" : kind[1];
      StringBuilder text =
          new StringBuilder(
              "35="
                  + kind[0]
                  + "|49=client|56=us|34="
                  + sequences.expected()
                  + "|52=20261127-12:00:00|"
                  + rest);
      for (int change = random.nextInt(4); change > 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, "|=1359".charAt(random.nextInt(6)));
        }
      }
      body(text.toString());
      sent.clear();
    }
    assertTrue(messages > 0);
  }

  /** Number and type of what was sent since the last call. */
  private List<String> numbers() {
    List<String> numbers =
        sent.stream().map(each -> each.replaceAll("35=(.).*?\\|34=(\\d+).*", "$2 $1")).toList();
    sent.clear();
    return numbers;
  }

  @Override
  public boolean send(ByteBuffer buffer, int offset, int length) {
    if (room == 0) {
      return false;
    }
    room--;
    byte[] bytes = new byte[length];
    buffer.get(offset, bytes);
    sent.add(new String(bytes, StandardCharsets.ISO_8859_1).replace('\1', '|'));
    return true;
  }

  @Override
  public boolean isGone() {
    return false;
  }

  @Override
  public void onLoggedOn(FixSession from, FixSequences of) {}

  @Override
  public void onMessage(FixSession from, FixReader message) {
    messages++;
  }

  @Override
  public void onEnded(FixSession from, SessionEnd reason, String detail) {
    end = (reason + " " + detail).strip();
  }

  @Override
  public @Nullable FixSequences find(String compId, String username, String password) {
    return sequences;
  }

  @Override
  public void claim(FixSequences claimed, FixSession by) {}

  @Override
  public void release(FixSequences claimed, FixSession by) {}
}
