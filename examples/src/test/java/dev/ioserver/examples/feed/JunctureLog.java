package dev.ioserver.examples.feed;

import com.paritytrading.juncture.nasdaq.itch50.ITCH50;
import com.paritytrading.juncture.nasdaq.itch50.ITCH50Listener;
import dev.ioserver.examples.gateway.wire.Ascii;
import java.util.ArrayList;
import java.util.List;

/** What a parser that others have written makes of messages, one short line each. */
public final class JunctureLog implements ITCH50Listener {

  public final List<String> lines = new ArrayList<>();

  @Override
  public void systemEvent(ITCH50.SystemEvent m) {
    add("S", m.stockLocate, m.timestampHigh, m.timestampLow, (char) m.eventCode);
  }

  @Override
  public void stockDirectory(ITCH50.StockDirectory m) {
    String flags =
        ""
            + (char) m.marketCategory
            + (char) m.financialStatusIndicator
            + m.roundLotSize
            + (char) m.roundLotsOnly
            + (char) m.issueClassification
            + (char) (m.issueSubType >> 8)
            + (char) (m.issueSubType & 0xFF)
            + (char) m.authenticity
            + (char) m.shortSaleThresholdIndicator
            + (char) m.ipoFlag
            + (char) m.luldReferencePriceTier
            + (char) m.etpFlag
            + m.etpLeverageFactor
            + (char) m.inverseIndicator;
    add("R", m.stockLocate, m.timestampHigh, m.timestampLow, Ascii.unpack(m.stock, 8), flags);
  }

  @Override
  public void addOrder(ITCH50.AddOrder m) {
    add(
        "A",
        m.stockLocate,
        m.timestampHigh,
        m.timestampLow,
        m.orderReferenceNumber,
        (char) m.buySellIndicator,
        m.shares,
        Ascii.unpack(m.stock, 8),
        m.price);
  }

  @Override
  public void orderExecuted(ITCH50.OrderExecuted m) {
    add(
        "E",
        m.stockLocate,
        m.timestampHigh,
        m.timestampLow,
        m.orderReferenceNumber,
        m.executedShares,
        m.matchNumber);
  }

  @Override
  public void orderCancel(ITCH50.OrderCancel m) {
    add(
        "X",
        m.stockLocate,
        m.timestampHigh,
        m.timestampLow,
        m.orderReferenceNumber,
        m.canceledShares);
  }

  @Override
  public void orderDelete(ITCH50.OrderDelete m) {
    add("D", m.stockLocate, m.timestampHigh, m.timestampLow, m.orderReferenceNumber);
  }

  @Override
  public void orderReplace(ITCH50.OrderReplace m) {
    add(
        "U",
        m.stockLocate,
        m.timestampHigh,
        m.timestampLow,
        m.originalOrderReferenceNumber,
        m.newOrderReferenceNumber,
        m.shares,
        m.price);
  }

  @Override
  public void stockTradingAction(ITCH50.StockTradingAction m) {
    throw unexpected(m);
  }

  @Override
  public void regSHORestriction(ITCH50.RegSHORestriction m) {
    throw unexpected(m);
  }

  @Override
  public void marketParticipantPosition(ITCH50.MarketParticipantPosition m) {
    throw unexpected(m);
  }

  @Override
  public void mwcbDeclineLevel(ITCH50.MWCBDeclineLevel m) {
    throw unexpected(m);
  }

  @Override
  public void mwcbStatus(ITCH50.MWCBStatus m) {
    throw unexpected(m);
  }

  @Override
  public void ipoQuotingPeriodUpdate(ITCH50.IPOQuotingPeriodUpdate m) {
    throw unexpected(m);
  }

  @Override
  public void luldAuctionCollar(ITCH50.LULDAuctionCollar m) {
    throw unexpected(m);
  }

  @Override
  public void operationalHalt(ITCH50.OperationalHalt m) {
    throw unexpected(m);
  }

  @Override
  public void addOrderMPID(ITCH50.AddOrderMPID m) {
    throw unexpected(m);
  }

  @Override
  public void orderExecutedWithPrice(ITCH50.OrderExecutedWithPrice m) {
    throw unexpected(m);
  }

  @Override
  public void trade(ITCH50.Trade m) {
    throw unexpected(m);
  }

  @Override
  public void crossTrade(ITCH50.CrossTrade m) {
    throw unexpected(m);
  }

  @Override
  public void brokenTrade(ITCH50.BrokenTrade m) {
    throw unexpected(m);
  }

  @Override
  public void noii(ITCH50.NOII m) {
    throw unexpected(m);
  }

  @Override
  public void rpii(ITCH50.RPII m) {
    throw unexpected(m);
  }

  private void add(String type, int locate, int timeHigh, long timeLow, Object... fields) {
    StringBuilder line = new StringBuilder(type).append(' ').append(locate).append(' ');
    line.append((long) timeHigh << 32 | timeLow);
    for (Object field : fields) {
      line.append(' ').append(field);
    }
    lines.add(line.toString());
  }

  private static AssertionError unexpected(Object message) {
    return new AssertionError("no message of this feed: " + message.getClass().getSimpleName());
  }
}
