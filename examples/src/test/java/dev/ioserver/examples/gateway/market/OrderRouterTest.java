package dev.ioserver.examples.gateway.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ioserver.examples.gateway.ouch.CancelOrder;
import dev.ioserver.examples.gateway.ouch.EnterOrder;
import dev.ioserver.examples.gateway.ouch.Ouch;
import dev.ioserver.examples.gateway.ouch.OuchFault;
import dev.ioserver.examples.gateway.ouch.RejectReason;
import dev.ioserver.examples.gateway.ouch.ReplaceOrder;
import dev.ioserver.examples.gateway.ouch.Token;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OrderRouterTest {

  private final ByteBuffer buffer = ByteBuffer.allocate(60);
  private final OrderRouter router =
      new OrderRouter(new long[] {Ascii.pack("ACME", 8), Ascii.pack("OTHER", 8)}, 4);

  @Test
  void newOrderGoesToItsStockAndWhatFollowsGoesThereToo() {
    assertEquals(1, enter("t1", "OTHER", 100));
    assertEquals(0, enter("t2", "ACME", 100));
    assertEquals(1, cancel("t1"));
    assertEquals(0, cancel("t2"));
    assertEquals(1, replace("t1", "t3"));
    assertEquals(1, cancel("t3"));
    assertEquals(1, cancel("t1"));
  }

  @Test
  void unknownStockIsRejected() {
    assertRejected(RejectReason.INVALID_STOCK, "t1", enter("t1", "NONE", 100));
  }

  @Test
  void badFieldsAreRejectedAndLeaveTheTokenFree() {
    assertRejected(RejectReason.INVALID_SHARES, "t1", enter("t1", "ACME", 0));
    assertEquals(0, enter("t1", "ACME", 1));
  }

  @Test
  void tokenUsedBeforeIsRejected() {
    assertEquals(0, enter("t1", "ACME", 100));
    assertRejected(RejectReason.OTHER, "t1", enter("t1", "ACME", 100));
    assertEquals(0, enter("t2", "ACME", 100));
    assertRejected(RejectReason.OTHER, "t1", replace("t2", "t1"));
    assertRejected(RejectReason.OTHER, "t2", replace("t2", "t2"));
  }

  @Test
  void replacementOfAnUnknownTokenIsRejectedAndACancelIgnored() {
    assertRejected(RejectReason.OTHER, "t2", replace("t1", "t2"));
    assertEquals(OrderRouter.IGNORED, cancel("t1"));
  }

  @Test
  void tokensAreLimited() {
    for (int i = 0; i < 4; i++) {
      assertEquals(0, enter("t" + i, "ACME", 100));
    }
    assertRejected(RejectReason.OTHER, "t4", enter("t4", "ACME", 100));
    assertEquals(0, cancel("t0"));
  }

  @Test
  void whatIsNotOuchIsAFault() {
    assertEquals(0, enter("t1", "ACME", 100));
    assertEquals(OrderRouter.FAULT, router.route(buffer, 2, 48));
    assertEquals(OuchFault.TOO_SHORT, router.fault());
    assertEquals(OrderRouter.FAULT, router.route(buffer, 2, 0));
    assertEquals(OuchFault.EMPTY, router.fault());
    buffer.put(2, (byte) '?');
    assertEquals(OrderRouter.FAULT, router.route(buffer, 2, 49));
    assertEquals(OuchFault.UNKNOWN_TYPE, router.fault());
  }

  private void assertRejected(byte reason, String token, int route) {
    assertEquals(OrderRouter.REJECTED, route);
    assertEquals(reason, router.rejectReason());
    assertEquals(token, Token.toString(router.tokenHigh(), router.tokenLow()));
  }

  private int enter(String token, String stock, int shares) {
    new EnterOrder()
        .encode(buffer, 2)
        .plain()
        .token(Token.highOf(token), Token.lowOf(token))
        .side(Ouch.BUY)
        .shares(shares)
        .stock(Ascii.pack(stock, 8))
        .price(1)
        .timeInForce(0);
    return router.route(buffer, 2, EnterOrder.LENGTH);
  }

  private int cancel(String token) {
    new CancelOrder().encode(buffer, 2).token(Token.highOf(token), Token.lowOf(token)).shares(0);
    return router.route(buffer, 2, CancelOrder.LENGTH);
  }

  private int replace(String existing, String token) {
    new ReplaceOrder()
        .encode(buffer, 2)
        .plain()
        .existingToken(Token.highOf(existing), Token.lowOf(existing))
        .token(Token.highOf(token), Token.lowOf(token))
        .shares(1)
        .price(1)
        .timeInForce(0);
    return router.route(buffer, 2, ReplaceOrder.LENGTH);
  }
}
