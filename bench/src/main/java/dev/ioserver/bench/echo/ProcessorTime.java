package dev.ioserver.bench.echo;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long the threads of a process have been on a processor, in the kernel and outside of it, from
 * a beginning on. The scheduler counts that in nanoseconds, in {@code
 * /proc/PID/task/TID/schedstat}; {@code /proc/PID/stat} has the same in hundredths of a second,
 * which is too coarse for a turn of milliseconds. A thread that starts or ends in between is not
 * counted.
 */
public final class ProcessorTime implements AutoCloseable {

  private final Path tasks;
  private final Map<String, Task> threads = new TreeMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(128);

  /** Looks at a process. */
  public ProcessorTime(long pid) {
    tasks = Path.of("/proc", Long.toString(pid), "task");
  }

  /** Begins: what the threads have been given so far does not count. */
  public void begin() throws IOException {
    String[] names = new File(tasks.toString()).list();
    if (names == null) {
      return;
    }
    for (String name : names) {
      if (!threads.containsKey(name)) {
        open(name);
      }
    }
    Iterator<Task> all = threads.values().iterator();
    while (all.hasNext()) {
      Task thread = all.next();
      thread.before = read(thread.file);
      if (thread.before < 0) {
        thread.file.close();
        all.remove();
      }
    }
  }

  /** Nanoseconds since the beginning, of all threads together; NaN if the system does not tell. */
  public double nanos() {
    if (threads.isEmpty()) {
      return Double.NaN;
    }
    long nanos = 0;
    for (Task thread : threads.values()) {
      nanos += Math.max(0, read(thread.file) - thread.before);
    }
    return nanos;
  }

  /** Nanoseconds of all threads that run now, since each began; NaN if the system does not tell. */
  double nanosSoFar() throws IOException {
    String[] names = new File(tasks.toString()).list();
    if (names == null) {
      return Double.NaN;
    }
    long nanos = 0;
    for (String name : names) {
      open(name);
    }
    for (Task thread : threads.values()) {
      nanos += Math.max(0, read(thread.file));
    }
    return threads.isEmpty() ? Double.NaN : nanos;
  }

  @Override
  public void close() throws IOException {
    for (Task thread : threads.values()) {
      thread.file.close();
    }
  }

  private void open(String name) {
    Path file = tasks.resolve(name).resolve("schedstat");
    if (Files.exists(file)) {
      try {
        threads.put(name, new Task(FileChannel.open(file)));
      } catch (IOException _) {
        // It has ended.
      }
    }
  }

  /** The first number of the file; below 0 if the thread has ended. */
  private long read(FileChannel file) {
    buffer.clear();
    try {
      file.read(buffer, 0);
    } catch (IOException _) {
      return -1;
    }
    buffer.flip();
    long number = 0;
    while (buffer.hasRemaining()) {
      int digit = buffer.get() - '0';
      if (digit < 0 || digit > 9) {
        return number;
      }
      number = number * 10 + digit;
    }
    return -1;
  }

  private static final class Task {
    private final FileChannel file;
    private long before;

    Task(FileChannel file) {
      this.file = file;
    }
  }
}
