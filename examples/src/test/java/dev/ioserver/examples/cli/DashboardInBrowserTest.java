package dev.ioserver.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ioserver.examples.dashboard.Browser;
import dev.ioserver.examples.dashboard.Dashboard;
import dev.ioserver.examples.gateway.load.LoadListener;
import dev.ioserver.examples.gateway.load.LoadOptions;
import dev.ioserver.examples.gateway.load.LoadRun;
import dev.ioserver.examples.gateway.server.GatewayConfig;
import dev.ioserver.examples.gateway.server.GatewayServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a gateway with a load, in a browser as readers have it. */
@Timeout(180)
class DashboardInBrowserTest {

  private static final int CLIENTS = 4;
  private static final int ORDERS = 500;
  private static final Duration TICK = Duration.ofMillis(200);
  private static final List<String> STOCKS = List.of("AAPL", "MSFT");

  private static final String SAMPLES = "return String(document.body.dataset.samples || 0)";

  /** The lines of the plots, each with the last of its points, which is the latest value. */
  private static final String LINES =
      "return [...document.querySelectorAll('#rates polyline, #trips polyline, #calls polyline')]"
          + ".map(line => line.getAttribute('points')).join('|')";

  private static final LoadListener NOBODY =
      new LoadListener() {
        @Override
        public void onMeasuring() {}

        @Override
        public void onMeasured() {}
      };

  @Test
  void thePlotsMove(@TempDir Path folder) throws Exception {
    String missing = Browser.missing();
    assumeTrue(missing == null, "THE DASHBOARD IS NOT TESTED IN A BROWSER: " + missing);
    LiveRun live = new LiveRun();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    GatewayConfig config = GatewayConfig.defaults().stocks(STOCKS);
    try (GatewayServer gateway = GatewayServer.start(config);
        Dashboard dashboard = Dashboard.start(any, null, "ioserver gateway", live, TICK)) {
      live.gateway(gateway);
      LoadRun load = new LoadRun(load(gateway.address()), NOBODY);
      live.load(load.progress());
      Background<?> clients = new Background<>("clients", load::run);
      try (Browser browser = Browser.start(folder)) {
        browser.open("http://127.0.0.1:" + dashboard.address().getPort() + "/");
        look(browser);
      } finally {
        load.stop();
        clients.join();
      }
    }
  }

  private static void look(Browser browser) throws Exception {
    awaitSamples(browser, 3);
    String before = browser.run(LINES);
    awaitSamples(browser, Integer.parseInt(browser.run(SAMPLES)) + 3);
    String after = browser.run(LINES);
    String[] first = before.split("\\|", -1);
    String[] second = after.split("\\|", -1);
    assertTrue(first.length >= 3 + 3 + 2, before);
    assertEquals(first.length, second.length);
    for (int i = 0; i < first.length; i++) {
      assertNotEquals(first[i], second[i], "a line that does not move");
      assertTrue(second[i].split(" ").length > first[i].split(" ").length, second[i]);
    }
    assertEquals("live", browser.run("return document.getElementById('link').textContent"));
    String rows = browser.run("return String(document.querySelectorAll('#ports tbody tr').length)");
    assertEquals(CLIENTS, Integer.parseInt(rows));
    assertTrue(
        browser
            .run("return document.querySelector('#rates .legend').textContent")
            .contains("orders"));
    assertTrue(
        browser
            .run("return document.querySelector('#losses .legend').textContent")
            .contains("sends refused 0"));
    browser.prefer("light");
    String light = ground(browser);
    keep(browser, "dashboard-light.png");
    browser.prefer("dark");
    assertNotEquals(light, ground(browser), "light and dark");
    keep(browser, "dashboard-dark.png");
    browser.resize(390, 844);
    String fits =
        browser.run(
            "return String(document.documentElement.scrollWidth <= window.innerWidth"
                + " && window.innerWidth === 390)");
    assertEquals("true", fits, "it fits on a phone");
    keep(browser, "dashboard-phone.png");
    assertFalse(
        browser
            .run(
                "return performance.getEntriesByType('resource').map(e => e.name)"
                    + ".filter(name => !name.startsWith(location.origin)"
                    + " && !name.startsWith('data:')).join(' ') + '.'")
            .contains(":"),
        "nothing from elsewhere");
  }

  private static String ground(Browser browser) throws Exception {
    return browser.run("return getComputedStyle(document.body).backgroundColor");
  }

  /** For people, beside what the tests have said. */
  private static void keep(Browser browser, String name) throws Exception {
    Path target = Path.of(System.getProperty("basedir", "."), "target");
    Files.write(target.resolve(name), browser.screenshot());
  }

  private static void awaitSamples(Browser browser, int count) throws Exception {
    while (Integer.parseInt(browser.run(SAMPLES)) < count) {
      Thread.sleep(50); // the time limit of the test ends it
    }
  }

  private static LoadOptions load(InetSocketAddress gateway) {
    return new LoadOptions(
        null,
        gateway,
        CLIENTS,
        ORDERS,
        0,
        TimeUnit.MINUTES.toNanos(5),
        LoadOptions.GRACE_NANOS,
        STOCKS,
        "demo",
        "demo",
        true);
  }
}
