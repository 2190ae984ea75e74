package dev.ioserver.examples.gateway.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What the gateway logs while this is open, and keeps it off the console. The log goes to
 * java.util.logging, which this module does not read: hence the reflection, and a filter, since
 * that is an interface.
 */
final class SessionLog implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Object logger;
  private final Class<?> filterType;

  SessionLog() throws ReflectiveOperationException {
    this(GatewayServer.LOGGER);
  }

  /** The log of another logger. */
  SessionLog(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("java.util.logging.Logger");
    filterType = Class.forName("java.util.logging.Filter");
    Class<?> recordType = Class.forName("java.util.logging.LogRecord");
    logger = type.getMethod("getLogger", String.class).invoke(null, name);
    setFilter(
        Proxy.newProxyInstance(
            SessionLog.class.getClassLoader(),
            new Class<?>[] {filterType},
            (proxy, method, arguments) -> {
              lines.add(
                  recordType.getMethod("getLevel").invoke(arguments[0])
                      + " "
                      + recordType.getMethod("getMessage").invoke(arguments[0]));
              return false;
            }));
  }

  /** Waits until a line contains all of these, and returns it. */
  String await(String... parts) throws InterruptedException {
    Await.until("a line with " + List.of(parts), () -> find(parts).findAny().isPresent());
    return find(parts).findAny().orElseThrow();
  }

  private Stream<String> find(String... parts) {
    return lines.stream().filter(line -> Stream.of(parts).allMatch(line::contains));
  }

  List<String> lines() {
    return lines;
  }

  private void setFilter(Object filter) throws ReflectiveOperationException {
    logger.getClass().getMethod("setFilter", filterType).invoke(logger, filter);
  }

  @Override
  public void close() throws ReflectiveOperationException {
    setFilter(null);
  }
}
