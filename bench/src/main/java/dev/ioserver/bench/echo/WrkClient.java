package dev.ioserver.bench.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code wrk} as the client of a turn, which takes a second: it knows no shorter time. */
public final class WrkClient implements TurnClient {

  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern FAULT = Pattern.compile("(Socket errors|Non-2xx).*");

  /** It takes one second, and some more to stop. */
  private static final int MOST_SECONDS = 30;

  private final List<String> command;
  private @Nullable Process running;

  WrkClient(SocketAddress server, int connections) {
    InetSocketAddress address = (InetSocketAddress) server;
    String url = "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    command =
        List.of(
            "wrk", "-t1", "-c" + connections, "-d1s", "-HAccept: text/plain", url + "/plaintext");
  }

  /** Why there is no wrk here, and what to do about it; or null. */
  public static @Nullable String unavailabilityCause() {
    try {
      Process process = new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return null;
    } catch (IOException _) {
      return "THERE IS NO wrk ON THE PATH, AND NOTHING WAS MEASURED: install the package wrk"
          + " (Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk), or leave out"
          + " --wrk for the client of our own";
    }
  }

  @Override
  public Exchanged exchange(int messages) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    running = process;
    try {
      Thread.ofPlatform().daemon().start(() -> endInTime(process));
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.onExit().join().exitValue() != 0) {
        throw new IOException("wrk failed: " + said.trim());
      }
      return read(said);
    } finally {
      process.destroyForcibly();
      running = null;
    }
  }

  @Override
  public boolean startsAnew() {
    return true;
  }

  @Override
  public void close() {
    Process process = running;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** What its report says. */
  static Exchanged read(String report) throws IOException {
    Matcher fault = FAULT.matcher(report);
    if (fault.find()) {
      throw new IOException("wrk says of a server: " + fault.group());
    }
    Matcher requests = REQUESTS.matcher(report);
    Matcher rate = RATE.matcher(report);
    if (!requests.find() || !rate.find() || Long.parseLong(requests.group(1)) == 0) {
      throw new IOException("wrk has not said how many requests were answered: " + report.trim());
    }
    long answered = Long.parseLong(requests.group(1));
    return new Exchanged(answered, answered / Double.parseDouble(rate.group(1)) * 1e9);
  }

  private static void endInTime(Process process) {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
  }
}
