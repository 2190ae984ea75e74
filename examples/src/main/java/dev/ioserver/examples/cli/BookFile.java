package dev.ioserver.examples.cli;

import dev.ioserver.examples.gateway.book.RestingOrder;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Books as text: a line for each stock, and behind it one for each of its orders. */
final class BookFile {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long LOOK_MILLIS = 20;

  private BookFile() {}

  /** Writes the books; whoever waits for the file finds all of it. */
  static void write(Path file, Map<String, List<RestingOrder>> books) throws IOException {
    List<String> lines = new ArrayList<>();
    books.forEach(
        (stock, orders) -> {
          lines.add("book " + stock);
          for (RestingOrder order : orders) {
            lines.add(
                (char) order.side()
                    + " "
                    + order.price()
                    + " "
                    + order.shares()
                    + " "
                    + order.reference());
          }
        });
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Reads the books as soon as the file is there. */
  static Map<String, List<RestingOrder>> await(Path file) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!Files.exists(file)) {
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new IllegalArgumentException(
            file + " is not there; the gateway writes it at its end, with --feed-books");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return read(file);
  }

  private static Map<String, List<RestingOrder>> read(Path file) throws IOException {
    Map<String, List<RestingOrder>> books = new TreeMap<>();
    List<RestingOrder> orders = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      try {
        if (words[0].equals("book")) {
          orders = new ArrayList<>();
          books.put(words[1], orders);
        } else {
          orders.add(
              new RestingOrder(
                  (byte) words[0].charAt(0),
                  Integer.parseInt(words[1]),
                  Integer.parseInt(words[2]),
                  Long.parseLong(words[3])));
        }
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(file + " has a line that is none of ours: " + line, e);
      }
    }
    return books;
  }
}
