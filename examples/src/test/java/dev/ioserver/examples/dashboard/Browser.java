package dev.ioserver.examples.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, led by its driver over the WebDriver protocol. */
public final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final String VALUE = "\"value\":\"";
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"(\\w+)\"");

  private final Process driver;
  private final String session;

  private Browser(Process driver, String session) {
    this.driver = driver;
    this.session = session;
  }

  /** What is missing for one, or null. */
  public static @Nullable String missing() {
    return Stream.of(CHROMIUM, DRIVER)
        .filter(file -> !Files.isExecutable(file))
        .map(file -> "there is no " + file + " (Debian: chromium, chromium-driver)")
        .findFirst()
        .orElse(null);
  }

  /**
   * Starts one.
   *
   * @param folder for what it keeps
   */
  public static Browser start(Path folder) throws IOException {
    Process driver =
        new ProcessBuilder(DRIVER.toString(), "--port=0")
            .redirectErrorStream(true)
            .directory(folder.toFile())
            .start();
    try {
      String base = "http://127.0.0.1:" + port(driver.inputReader());
      String arguments =
          Stream.of(
                  "--headless=new",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--disable-background-networking",
                  "--user-data-dir=" + folder,
                  "--window-size=1200,900")
              .map(argument -> '"' + argument + '"')
              .reduce((a, b) -> a + "," + b)
              .orElseThrow();
      String made =
          call(
              base + "/session",
              "POST",
              "{\"capabilities\":{\"alwaysMatch\":{\"browserName\":\"chrome\","
                  + "\"goog:chromeOptions\":{\"binary\":\""
                  + CHROMIUM
                  + "\",\"args\":["
                  + arguments
                  + "]}}}}");
      Matcher session = SESSION.matcher(made);
      if (!session.find()) {
        throw new IOException("no session: " + made);
      }
      return new Browser(driver, base + "/session/" + session.group(1));
    } catch (IOException | RuntimeException e) {
      end(driver);
      throw e;
    }
  }

  private static String port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher port = PORT.matcher(line);
      if (line.contains("started successfully") && port.find()) {
        return port.group(1);
      }
    }
    throw new IOException("the driver did not start");
  }

  /** Goes to a page. */
  public void open(String url) throws IOException {
    call(session + "/url", "POST", "{\"url\":\"" + url + "\"}");
  }

  /** Runs a script that returns a text without quotes. */
  public String run(String script) throws IOException {
    String escaped = script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
    String answer =
        call(session + "/execute/sync", "POST", "{\"script\":\"" + escaped + "\",\"args\":[]}");
    return value(answer);
  }

  /** Gives the window a size. */
  public void resize(int width, int height) throws IOException {
    call(
        session + "/goog/cdp/execute",
        "POST",
        "{\"cmd\":\"Emulation.setDeviceMetricsOverride\",\"params\":{\"width\":"
            + width
            + ",\"height\":"
            + height
            + ",\"deviceScaleFactor\":1,\"mobile\":true}}");
  }

  /** What the page is told that its reader prefers: light or dark. */
  public void prefer(String scheme) throws IOException {
    call(
        session + "/goog/cdp/execute",
        "POST",
        "{\"cmd\":\"Emulation.setEmulatedMedia\",\"params\":{\"features\":[{\"name\":"
            + "\"prefers-color-scheme\",\"value\":\""
            + scheme
            + "\"}]}}");
  }

  /** What it shows, as PNG. */
  public byte[] screenshot() throws IOException {
    return Base64.getDecoder().decode(value(call(session + "/screenshot", "GET", null)));
  }

  /** The text in an answer, which has no quotes in it. */
  private static String value(String answer) throws IOException {
    int begin = answer.indexOf(VALUE);
    if (begin < 0) {
      throw new IOException("no text: " + answer);
    }
    int from = begin + VALUE.length();
    return answer.substring(from, answer.indexOf('"', from));
  }

  @Override
  public void close() throws IOException {
    try {
      call(session, "DELETE", null);
    } finally {
      end(driver);
    }
  }

  /** With all that it has started. */
  private static void end(Process driver) {
    List<ProcessHandle> all =
        Stream.concat(driver.descendants(), Stream.of(driver.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  private static String call(String url, String method, @Nullable String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url).toURL().openConnection(java.net.Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setConnectTimeout(60_000);
    connection.setReadTimeout(120_000);
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
      connection.getOutputStream().write(body.getBytes(UTF_8));
    }
    boolean good = connection.getResponseCode() < 400;
    try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
      String answer = new String(in.readAllBytes(), UTF_8);
      if (!good) {
        throw new IOException(method + " " + url + ": " + answer);
      }
      return answer;
    }
  }
}
