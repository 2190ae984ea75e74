package dev.ioserver.engine.loop;

import dev.ioserver.engine.api.LoopMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The JMX beans of a server's loops: {@code dev.ioserver:type=Loop,name=...,id=...}. */
public final class LoopBeans {

  private static final System.Logger LOG = System.getLogger("dev.ioserver.engine");
  private static final AtomicLong IDS = new AtomicLong();

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> names = new ArrayList<>();

  private LoopBeans() {}

  /** Registers a bean for each loop; a refusal is logged. */
  public static LoopBeans register(List<EventLoop> loops) {
    LoopBeans beans = new LoopBeans();
    long id = IDS.incrementAndGet();
    for (EventLoop loop : loops) {
      try {
        ObjectName name =
            new ObjectName(
                "dev.ioserver:type=Loop,name=" + ObjectName.quote(loop.name()) + ",id=" + id);
        beans.server.registerMBean(new Bean(loop), name);
        beans.names.add(name);
      } catch (JMException e) {
        LOG.log(System.Logger.Level.WARNING, "the counters of a loop could not be registered", e);
      } catch (RuntimeException | Error e) {
        // The server is not opened: those that are registered already would stay for good.
        beans.unregister();
        throw e;
      }
    }
    return beans;
  }

  /** Takes them back. */
  public void unregister() {
    for (ObjectName name : names) {
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        LOG.log(System.Logger.Level.DEBUG, "a bean was gone already", e);
      }
    }
  }

  private record Bean(EventLoop loop) implements LoopMXBean {
    @Override
    public String getEngine() {
      return loop.counters().engine();
    }

    @Override
    public long getPolls() {
      return loop.counters().polls();
    }

    @Override
    public long getParks() {
      return loop.counters().parks();
    }

    @Override
    public long getWakesAsked() {
      return loop.counters().wakesAsked();
    }

    @Override
    public long getWakesWritten() {
      return loop.counters().wakesWritten();
    }

    @Override
    public long getWakesAvoided() {
      return loop.counters().wakesAvoided();
    }

    @Override
    public long getChangesAsked() {
      return loop.counters().changesAsked();
    }

    @Override
    public long getChangesApplied() {
      return loop.counters().changesApplied();
    }

    @Override
    public long getArms() {
      return loop.counters().arms();
    }

    @Override
    public long getEvents() {
      return loop.counters().events();
    }

    @Override
    public long getStaleEvents() {
      return loop.counters().staleEvents();
    }

    @Override
    public long getReads() {
      return loop.counters().reads();
    }

    @Override
    public long getWrites() {
      return loop.counters().writes();
    }

    @Override
    public long getBytesIn() {
      return loop.counters().bytesIn();
    }

    @Override
    public long getBytesOut() {
      return loop.counters().bytesOut();
    }

    @Override
    public long getMessagesIn() {
      return loop.counters().messagesIn();
    }

    @Override
    public long getMessagesOut() {
      return loop.counters().messagesOut();
    }

    @Override
    public long getDatagramsReceived() {
      return loop.counters().datagrams().received();
    }

    @Override
    public long getDatagramsSent() {
      return loop.counters().datagrams().sent();
    }

    @Override
    public long getDatagramsDropped() {
      return loop.counters().datagrams().dropped();
    }

    @Override
    public long getDatagramsCut() {
      return loop.counters().datagrams().cut();
    }

    @Override
    public long getDatagramsUndelivered() {
      return loop.counters().datagrams().undelivered();
    }

    @Override
    public long getDatagramReceives() {
      return loop.counters().datagrams().receives();
    }

    @Override
    public long getDatagramSends() {
      return loop.counters().datagrams().sends();
    }

    @Override
    public long getPortsOpened() {
      return loop.counters().ports().opened();
    }

    @Override
    public long getPortsClosed() {
      return loop.counters().ports().closed();
    }

    @Override
    public long getPortsFailed() {
      return loop.counters().ports().failed();
    }

    @Override
    public long getRefusedSends() {
      return loop.counters().ports().refusedSends();
    }

    @Override
    public long getPausedMillis() {
      return loop.counters().ports().paused().toMillis();
    }
  }
}
