package dev.ioserver.examples.gateway.book;

import dev.ioserver.examples.gateway.ouch.Ouch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The same rules as {@link OrderBook}, in the plainest way: a list of orders, sorted anew for every
 * step. Messages are taken to be valid but for the state of the book.
 */
final class NaiveBook {

  /** An order; {@code reference} doubles as its age. */
  private static final class Resting {
    final int owner;
    final String token;
    final char side;
    final int price;
    final long reference;
    int shares;

    Resting(int owner, String token, char side, int shares, int price, long reference) {
      this.owner = owner;
      this.token = token;
      this.side = side;
      this.shares = shares;
      this.price = price;
      this.reference = reference;
    }
  }

  final List<String> lines = new ArrayList<>();
  private final List<Resting> orders = new ArrayList<>();
  private long nextReference = 1;
  private long nextMatch = 1;

  void enter(int owner, String token, char side, int shares, int price, boolean immediate) {
    if (find(owner, token).isPresent()) {
      lines.add(EventLog.rejected(owner, token, 'O'));
      return;
    }
    Resting order = new Resting(owner, token, side, shares, price, nextReference++);
    lines.add(EventLog.accepted(owner, token, side, shares, price, order.reference));
    place(order, immediate);
  }

  boolean cancel(int owner, String token, int remaining) {
    Optional<Resting> found = find(owner, token).filter(order -> order.shares > remaining);
    found.ifPresent(
        order -> {
          lines.add(EventLog.canceled(owner, token, order.shares - remaining, 'U'));
          order.shares = remaining;
          orders.removeIf(o -> o.shares == 0);
        });
    return found.isPresent();
  }

  void replace(int owner, String existing, String token, int shares, int price, boolean immediate) {
    Optional<Resting> found = find(owner, existing);
    if (found.isEmpty() || find(owner, token).isPresent()) {
      lines.add(EventLog.rejected(owner, token, 'O'));
      return;
    }
    Resting old = found.get();
    orders.remove(old);
    Resting order = new Resting(owner, token, old.side, shares, price, nextReference++);
    lines.add(EventLog.replaced(owner, existing, token, old.side, shares, price, order.reference));
    place(order, immediate);
  }

  int orderCount() {
    return orders.size();
  }

  int best(byte side) {
    return orders.stream()
        .filter(order -> order.side == side)
        .map(order -> order.price)
        .max(Comparator.comparing(price -> side == Ouch.BUY ? price : -price))
        .orElse(0);
  }

  long sharesAt(byte side, int price) {
    return orders.stream()
        .filter(order -> order.side == side && order.price == price)
        .mapToLong(order -> order.shares)
        .sum();
  }

  private Optional<Resting> find(int owner, String token) {
    return orders.stream().filter(o -> o.owner == owner && o.token.equals(token)).findFirst();
  }

  private void place(Resting incoming, boolean immediate) {
    int sign = incoming.side == 'B' ? 1 : -1;
    List<Resting> matches =
        orders.stream()
            .filter(o -> o.side != incoming.side && sign * o.price <= sign * incoming.price)
            .sorted(
                Comparator.<Resting>comparingInt(o -> sign * o.price)
                    .thenComparingLong(o -> o.reference))
            .toList();
    for (Resting resting : matches) {
      int shares = Math.min(resting.shares, incoming.shares);
      if (shares > 0) {
        long match = nextMatch++;
        execute(resting, shares, resting.price, 'A', match);
        execute(incoming, shares, resting.price, 'R', match);
      }
    }
    orders.removeIf(o -> o.shares == 0);
    if (incoming.shares > 0 && immediate) {
      lines.add(EventLog.canceled(incoming.owner, incoming.token, incoming.shares, 'I'));
    } else if (incoming.shares > 0) {
      orders.add(incoming);
    }
  }

  private void execute(Resting order, int shares, int price, char liquidity, long match) {
    order.shares -= shares;
    lines.add(EventLog.executed(order.owner, order.token, shares, price, liquidity, match));
  }
}
