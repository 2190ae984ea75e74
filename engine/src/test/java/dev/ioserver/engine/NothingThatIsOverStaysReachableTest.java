package dev.ioserver.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ioserver.engine.api.Accepted;
import dev.ioserver.engine.api.Channel;
import dev.ioserver.engine.api.Connected;
import dev.ioserver.engine.api.Data;
import dev.ioserver.engine.api.IoServerOptions;
import dev.ioserver.engine.api.Message;
import dev.ioserver.engine.api.PeerClosed;
import dev.ioserver.engine.api.Port;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.junit.jupiter.api.Test;

/**
 * An engine in a class loader of its own, as an application server has it, is unloaded after use
 * although the threads that used it live on. What stays reachable of a running engine is a matter
 * of the conformance tests.
 */
class NothingThatIsOverStaysReachableTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void anEngineIsUnloadedAlthoughTheThreadsThatUsedItLiveOn() throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      WeakReference<ClassLoader> loader = thread.submit(() -> use("caller-run")).get();
      WeakReference<ClassLoader> other = thread.submit(() -> use("threads")).get();
      assertUnloaded(loader);
      assertUnloaded(other);
      assertFalse(thread.isShutdown(), "the thread is still there");
    }
  }

  private static WeakReference<ClassLoader> use(String shape) throws Exception {
    URL[] places = {
      place(IoServer.class),
      place(EchoUser.class),
      place(MpscVarHandleArrayQueue.class),
      place(MessagePassingQueue.class)
    };
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    try (OwnLoader loader = new OwnLoader(places)) {
      // Engines are looked for with the thread's own class loader.
      current.setContextClassLoader(loader);
      Class<?> user = loader.loadClass(EchoUser.class.getName());
      assertNotSame(EchoUser.class, user);
      var made = (Callable<?>) user.getConstructor(String.class).newInstance(shape);
      assertEquals("echo over nio", made.call());
      return new WeakReference<>(loader);
    } finally {
      current.setContextClassLoader(before);
    }
  }

  /** The directory or the archive that a class is in. */
  private static URL place(Class<?> type) throws MalformedURLException {
    String file = type.getName().replace('.', '/') + ".class";
    String found = String.valueOf(type.getClassLoader().getResource(file));
    String place = found.substring(0, found.length() - file.length());
    return URI.create(
            place.startsWith("jar:")
                ? place.substring("jar:".length(), place.length() - "!/".length())
                : place)
        .toURL();
  }

  /** Loads the engine itself, although the loaders above it know one. */
  private static final class OwnLoader extends URLClassLoader {

    OwnLoader(URL[] places) {
      super("engine", places, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.ioserver.") && !name.startsWith("org.jctools.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  private static void assertUnloaded(WeakReference<ClassLoader> loader) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (loader.get() != null) {
      assertTrue(deadline - System.nanoTime() > 0, "still loaded: " + loader.get());
      System.gc();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Loaded by the other loader: opens, echoes and closes, and waits in every way there is. */
  public static final class EchoUser implements Callable<String> {

    private final String shape;

    /** In one shape or the other. */
    public EchoUser(String shape) {
      this.shape = shape;
    }

    @Override
    public String call() throws Exception {
      boolean callerRuns = shape.equals("caller-run");
      IoServerOptions options = IoServerOptions.defaults().engine("nio").jmx(true);
      StringBuilder echoed = new StringBuilder();
      try (IoServer io = IoServer.open(callerRuns ? options.callerRuns() : options);
          Select<Message> select = callerRuns ? io.select() : Select.of()) {
        var listener = io.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Port client = io.connect((InetSocketAddress) listener.localAddress());
        client.active(1);
        select.add(listener).add(client).add(io.timer(Duration.ofHours(1)));
        while (echoed.isEmpty()) {
          switch (select.receive()) {
            case Accepted accepted -> select.add(accepted.port().active(1));
            case Connected connected -> connected.port().send(ascii("echo"));
            case Data data when data.port().equals(client) -> {
              echoed.append(StandardCharsets.US_ASCII.decode(data.bytes()));
              data.release();
            }
            case Data data -> {
              data.port().send(data.bytes());
              data.release();
            }
            case PeerClosed end -> end.port().close();
            default -> {
              // That the credit is used, for example.
            }
          }
        }
        Channel<String> channel = Channels.mpsc(1);
        Thread sender =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        TimeUnit.MILLISECONDS.sleep(50);
                        channel.send(" over " + io.engine());
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    });
        echoed.append(channel.receive());
        sender.join();
      }
      // On a thread that runs no loop any more.
      Channel<String> channel = Channels.mpsc(1);
      assert channel.receive(Duration.ofMillis(1)) == null;
      return echoed.toString();
    }

    private static ByteBuffer ascii(String text) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
