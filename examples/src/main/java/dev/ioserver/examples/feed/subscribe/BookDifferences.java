package dev.ioserver.examples.feed.subscribe;

import dev.ioserver.examples.gateway.book.RestingOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** In which ways the books of a subscriber differ from those of the gateway. */
public final class BookDifferences {

  private static final List<RestingOrder> NO_BOOK = List.of();

  private BookDifferences() {}

  /** Returns a line for each book that is not the same, order by order; none if all are equal. */
  public static List<String> of(
      Map<String, List<RestingOrder>> gateway, Map<String, List<RestingOrder>> subscriber) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> stocks = new TreeSet<>(gateway.keySet());
    stocks.addAll(subscriber.keySet());
    for (String stock : stocks) {
      if (!gateway.containsKey(stock) || !subscriber.containsKey(stock)) {
        String which = gateway.containsKey(stock) ? "the subscriber" : "the gateway";
        lines.add("book " + stock + ": unknown to " + which);
        continue;
      }
      List<RestingOrder> right = gateway.getOrDefault(stock, NO_BOOK);
      List<RestingOrder> heard = subscriber.getOrDefault(stock, NO_BOOK);
      if (!right.equals(heard)) {
        lines.add("book " + stock + ": " + difference(right, heard));
      }
    }
    return lines;
  }

  private static String difference(List<RestingOrder> right, List<RestingOrder> heard) {
    for (int i = 0; i < Math.min(right.size(), heard.size()); i++) {
      if (!right.get(i).equals(heard.get(i))) {
        return "order " + i + " is [" + right.get(i) + "], and [" + heard.get(i) + "] was heard";
      }
    }
    return right.size() + " orders, and " + heard.size() + " were heard";
  }
}
