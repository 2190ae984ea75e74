package dev.ioserver.examples.cluster.gateway;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;

/**
 * Aeron's media driver and client without threads of their own: both run in {@link #work}.
 *
 * <p>Aeron gives up for good when it was not run for ten seconds, as in a process that was stopped,
 * or on a machine that slept. {@link #isOver} says so; another can be made in its place.
 */
final class Media implements AutoCloseable {

  private static final int TERM_BYTES = 256 << 10;

  private final MediaDriver driver;
  private final AgentInvoker driverWork;
  private final Aeron aeron;
  private final AgentInvoker clientWork;

  /**
   * Starts both.
   *
   * @param folder for Aeron's buffers, of this object alone
   */
  Media(Path folder, ErrorHandler errors) {
    driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .threadingMode(ThreadingMode.INVOKER)
                .termBufferSparseFile(true)
                .publicationTermBufferLength(TERM_BYTES)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(errors));
    try {
      driverWork = driver.sharedAgentInvoker();
      aeron =
          Aeron.connect(
              new Aeron.Context()
                  .aeronDirectoryName(folder.toString())
                  .useConductorAgentInvoker(true)
                  .driverAgentInvoker(driverWork)
                  .errorHandler(errors));
      clientWork = aeron.conductorAgentInvoker();
    } catch (RuntimeException e) {
      CloseHelper.quietClose(driver);
      throw e;
    }
  }

  Aeron aeron() {
    return aeron;
  }

  /** Does what there is to do, and returns how much that was. */
  int work() {
    return driverWork.invoke() + clientWork.invoke();
  }

  boolean isOver() {
    return aeron.isClosed() || !driverWork.isRunning();
  }

  @Override
  public void close() {
    CloseHelper.quietClose(aeron);
    CloseHelper.quietClose(driver);
  }
}
