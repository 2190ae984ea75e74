package dev.ioserver.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class whose tests have lost a buffer. */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    assertTrue(LeakReports.isInstalled(), "run by Maven, which names the detector to Netty");
    LeakReports.taken();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    assertEquals(List.of(), LeakReports.taken());
  }
}
