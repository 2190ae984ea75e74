package dev.ioserver.examples.cluster.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A file system in memory that only the processes see which are started in here: nothing is left of
 * it when this is closed, whatever happens. Needs root on Linux; where it cannot be, the test is
 * skipped.
 */
final class Mounted implements AutoCloseable {

  private static final String READY = "mounted";
  private static final int PATIENCE_SECONDS = 30;

  private final Process holder;
  private final Path folder;

  private Mounted(Process holder, Path folder) {
    this.holder = holder;
    this.folder = folder;
  }

  /** Mounts one. The options are those of {@code mount -o}. */
  static Mounted at(Path folder, String options) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o \"$2\" none \"$1\" && echo " + READY + " && exec cat",
            "sh",
            folder.toString(),
            options);
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Process holder;
    try {
      holder = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw Skip.loudly("no file system of our own: " + e.getMessage());
    }
    Thread.ofVirtual().start(() -> holder.inputReader().lines().forEach(lines::add));
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!READY.equals(line)) {
      holder.destroyForcibly().waitFor();
      throw Skip.loudly("no file system of our own could be mounted: " + line);
    }
    return new Mounted(holder, folder);
  }

  /** A command that runs where the file system is to be seen. */
  List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--mount", "--target"));
    all.add(String.valueOf(holder.pid()));
    all.add("--");
    all.addAll(command);
    return all;
  }

  /** Uses up all that is free, and returns what can be deleted again. */
  Path fill() throws IOException {
    Path filler = Path.of("/proc/" + holder.pid() + "/root" + folder.toAbsolutePath(), "filler");
    try (var out = Files.newOutputStream(filler)) {
      byte[] bytes = new byte[4096];
      while (true) {
        out.write(bytes);
      }
    } catch (IOException e) {
      return filler; // there is no more
    }
  }

  @Override
  public void close() throws IOException {
    holder.getOutputStream().close();
    boolean interrupted = false;
    while (holder.isAlive()) {
      try {
        holder.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
