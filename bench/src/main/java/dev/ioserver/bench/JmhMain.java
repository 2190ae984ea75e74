package dev.ioserver.bench;

import java.io.IOException;
import org.openjdk.jmh.runner.RunnerException;

/** JMH's own command line: {@code java -jar benchmarks.jar}. */
public final class JmhMain {

  private JmhMain() {}

  /** As JMH's. */
  public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
    Integer status = Relaunch.withoutWarnings(JmhMain.class, args);
    if (status != null) {
      System.exit(status);
    }
    org.openjdk.jmh.Main.main(args);
  }
}
