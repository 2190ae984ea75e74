package dev.ioserver.linux;

import dev.ioserver.testkit.fixture.ChildJava;
import dev.ioserver.testkit.fixture.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link FailingServer} under the preloaded library, and what it says of its ports. */
final class FailingProcess implements AutoCloseable {

  /** Long enough for anything that comes at all. */
  static final long PATIENCE_MILLIS = 20_000;

  /** What has become of a port or a listener. */
  static final class End {
    final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch failed = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);

    /** Whether it has been closed, or is before long. */
    boolean comes() throws InterruptedException {
      return closed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether it has failed, or does before long. */
    boolean fails() throws InterruptedException {
      return failed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private final Process process;
  private final Writer in;
  private final Path errors;
  private final Thread reader;
  private final Map<String, End> ends = new ConcurrentHashMap<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  FailingProcess(Path library, Path schedule, FailingEngine engine, Shape shape, Path folder)
      throws IOException {
    errors = folder.resolve("errors-" + engine + "-" + shape);
    List<String> command = new ArrayList<>(ChildJava.command(FailingServer.class));
    command.add(engine.toString());
    command.add(shape.name());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("LD_PRELOAD", library.toString());
    builder.environment().put(FailingCalls.VARIABLE, schedule.toString());
    process = builder.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
          case "failed" -> {
            End end = end(words[1] + " " + words[2]);
            end.failures.add(words[3]);
            end.failed.countDown();
          }
          case "closed" -> end(words[1] + " " + words[2]).closed.countDown();
          case "wrong:", "broken" -> wrong.add(line);
          default -> answers.add(line);
        }
      }
    } catch (IOException e) {
      // Its end is seen by whoever waits for an answer.
    }
    answers.add("end of output");
  }

  /** What becomes of "port 1234" or "listener 1234". */
  End end(String name) {
    return ends.computeIfAbsent(name, _ -> new End());
  }

  /** A name is going to be used anew. */
  End fresh(String name) {
    End end = new End();
    ends.put(name, end);
    return end;
  }

  /** What it found wrong itself. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Has it do something. */
  synchronized void tell(String command) throws IOException {
    try {
      in.write(command + "\n");
      in.flush();
    } catch (IOException e) {
      throw new AssertionError("the process has ended: " + errors(), e);
    }
  }

  /** Waits for a line that begins so; gives the rest of it. Lines before it are dropped. */
  String answer(String prefix) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * PATIENCE_MILLIS);
    while (true) {
      String line = answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals("end of output")) {
        throw new AssertionError(
            "'" + prefix + "' was not said, but " + line + "; " + Files.readString(errors));
      }
      if (line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
    }
  }

  /** Tells it to end; gives its exit code, and what it said on its error output. */
  String end() throws IOException, InterruptedException {
    in.close();
    if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      return "does not end";
    }
    reader.join(PATIENCE_MILLIS);
    return "ended with " + process.exitValue();
  }

  /** What it printed on its error output: the listeners' warnings. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
  }
}
