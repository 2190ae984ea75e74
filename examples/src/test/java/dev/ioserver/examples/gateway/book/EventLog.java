package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.Token;
import java.util.ArrayList;
import java.util.List;

/** A listener that writes events down, one short line each. */
final class EventLog implements BookListener {

  final List<String> lines = new ArrayList<>();

  static String accepted(int owner, String token, char side, int shares, int price, long ref) {
    return "A " + owner + " " + token + " " + side + " " + shares + "@" + price + " #" + ref;
  }

  static String executed(int owner, String token, int shares, int price, char flag, long match) {
    return "E " + owner + " " + token + " " + shares + "@" + price + " " + flag + " m" + match;
  }

  static String canceled(int owner, String token, int shares, char reason) {
    return "C " + owner + " " + token + " " + shares + " " + reason;
  }

  static String replaced(
      int owner, String previous, String token, char side, int shares, int price, long ref) {
    String order = token + " " + side + " " + shares + "@" + price + " #" + ref;
    return "U " + owner + " " + previous + ">" + order;
  }

  static String rejected(int owner, String token, char reason) {
    return "J " + owner + " " + token + " " + reason;
  }

  /** Returns the lines since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void onAccepted(Order order) {
    lines.add(
        accepted(
            order.owner(),
            token(order),
            (char) order.side(),
            order.shares(),
            order.price(),
            order.reference()));
  }

  @Override
  public void onExecuted(Order order, int shares, int price, byte liquidity, long matchNumber) {
    lines.add(executed(order.owner(), token(order), shares, price, (char) liquidity, matchNumber));
  }

  @Override
  public void onCanceled(Order order, int shares, byte reason) {
    lines.add(canceled(order.owner(), token(order), shares, (char) reason));
  }

  @Override
  public void onReplaced(Order order, long previousTokenHigh, long previousTokenLow) {
    lines.add(
        replaced(
            order.owner(),
            Token.toString(previousTokenHigh, previousTokenLow),
            token(order),
            (char) order.side(),
            order.shares(),
            order.price(),
            order.reference()));
  }

  @Override
  public void onRejected(int owner, long tokenHigh, long tokenLow, byte reason) {
    lines.add(rejected(owner, Token.toString(tokenHigh, tokenLow), (char) reason));
  }

  private static String token(Order order) {
    return Token.toString(order.tokenHigh(), order.tokenLow());
  }
}
