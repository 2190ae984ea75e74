package dev.ioserver.bench.run;

import static dev.ioserver.bench.run.Tier.DEFAULT;
import static dev.ioserver.bench.run.Tier.FULL;
import static dev.ioserver.bench.run.Tier.QUICK;

import dev.ioserver.bench.channel.HandOverBenchmark;
import dev.ioserver.bench.channel.MixedSelectBenchmark;
import dev.ioserver.bench.channel.PingPongBenchmark;
import dev.ioserver.bench.channel.SelectBenchmark;
import dev.ioserver.bench.echo.EchoLatencyBenchmark;
import dev.ioserver.bench.echo.EchoRateBenchmark;
import dev.ioserver.bench.echo.EchoThroughputBenchmark;
import dev.ioserver.bench.gateway.GatewayBenchmark;
import dev.ioserver.bench.interest.AutoReadBenchmark;
import dev.ioserver.bench.interest.ForeignInterestBenchmark;
import dev.ioserver.bench.interest.InterestBenchmark;
import dev.ioserver.bench.peer.Peers;
import dev.ioserver.bench.poll.PollBenchmark;
import dev.ioserver.bench.timer.TimerBenchmark;
import dev.ioserver.bench.wake.AwakeBenchmark;
import dev.ioserver.bench.wake.CycleBenchmark;
import dev.ioserver.bench.wake.NotifiedBenchmark;
import dev.ioserver.bench.wake.ParkedBenchmark;
import java.util.ArrayList;
import java.util.List;

/** Which cases there are, in the order in which they are run and shown. */
public final class Plan {

  private static final List<Group> GROUPS = groups();

  private Plan() {}

  /** The cases of a tier. */
  public static List<Case> cases(Tier tier) {
    return GROUPS.stream().flatMap(group -> group.cases(tier).stream()).toList();
  }

  private static List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    wakes(groups);
    interest(groups);
    autoRead(groups);
    timers(groups);
    channels(groups);
    polls(groups);
    echoes(groups);
    gateways(groups);
    return List.copyOf(groups);
  }

  private static void wakes(List<Group> groups) {
    groups.add(
        new Group("wake an awake loop, 1 waker", AwakeBenchmark.class, "wakers1", Group.Figure.MEAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL_WAKEUP, Peers.EVENTFD)
            .peers(DEFAULT, Peers.IOSERVER_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING)
            .peers(DEFAULT, Peers.NETTY_NIO, Peers.LOCK_SUPPORT, Peers.NETTY_IOSERVER)
            .peers(FULL, Peers.IOSERVER_NIO));
    groups.add(
        new Group(
                "wake an awake loop, 2 wakers", AwakeBenchmark.class, "wakers2", Group.Figure.MEAN)
            .peers(FULL, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL_WAKEUP, Peers.EVENTFD)
            .peers(FULL, Peers.IOSERVER_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING)
            .peers(FULL, Peers.NETTY_NIO, Peers.LOCK_SUPPORT));
    groups.add(
        new Group(
                "wake an awake loop, 4 wakers", AwakeBenchmark.class, "wakers4", Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.NETTY_EPOLL_WAKEUP)
            .peers(FULL, Peers.JAVA_NIO, Peers.EVENTFD)
            .peers(FULL, Peers.IOSERVER_CHANNEL, Peers.NETTY_EPOLL, Peers.NETTY_IO_URING)
            .peers(FULL, Peers.NETTY_NIO, Peers.LOCK_SUPPORT));
    groups.add(
        new Group(
                "first wake of each cycle of an awake loop",
                CycleBenchmark.class,
                "firstWake",
                Group.Figure.MEAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(DEFAULT, Peers.EVENTFD)
            .peers(FULL, Peers.IOSERVER_NIO));
    groups.add(
        new Group(
                "wake a notified loop, 1 waker",
                NotifiedBenchmark.class,
                "wakers1",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL_WAKEUP)
            .peers(FULL, Peers.NETTY_NIO_WAKEUP, Peers.LOCK_SUPPORT, Peers.EVENTFD)
            .peers(FULL, Peers.IOSERVER_NIO));
    for (String wakers : List.of("2", "4")) {
      groups.add(
          new Group(
                  "wake a notified loop, " + wakers + " wakers",
                  NotifiedBenchmark.class,
                  "wakers" + wakers,
                  Group.Figure.MEAN)
              .peers(FULL, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL_WAKEUP)
              .peers(FULL, Peers.NETTY_NIO_WAKEUP, Peers.LOCK_SUPPORT, Peers.EVENTFD));
    }
    groups.add(
        new Group(
                "wake a parked loop, until it runs",
                ParkedBenchmark.class,
                "wakeUntilItRuns",
                Group.Figure.MEDIAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL, Peers.C)
            .peers(DEFAULT, Peers.EVENTFD, Peers.LOCK_SUPPORT, Peers.NETTY_IOSERVER)
            .peers(FULL, Peers.IOSERVER_NIO, Peers.IOSERVER_CHANNEL)
            .peers(FULL, Peers.NETTY_NIO, Peers.NETTY_IO_URING)
            .variant(QUICK, "wakers", "1", "pauseMicros", "30")
            .variant(FULL, "wakers", "1", "pauseMicros", "1500"));
    groups.add(
        new Group(
                "wake a parked loop, until it runs",
                ParkedBenchmark.class,
                "wakeUntilItRuns",
                Group.Figure.MEDIAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO, Peers.EVENTFD)
            .peers(FULL, Peers.NETTY_EPOLL, Peers.LOCK_SUPPORT, Peers.IOSERVER_NIO)
            .peers(FULL, Peers.IOSERVER_CHANNEL, Peers.NETTY_NIO, Peers.NETTY_IO_URING)
            .variant(FULL, "wakers", "2", "pauseMicros", "30")
            .variant(DEFAULT, "wakers", "4", "pauseMicros", "30")
            .variant(FULL, "wakers", "2", "pauseMicros", "1500")
            .variant(FULL, "wakers", "4", "pauseMicros", "1500"));
    groups.add(
        new Group(
                "wake a parked loop, the waker's part",
                ParkedBenchmark.class,
                "wake",
                Group.Figure.MEDIAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO, Peers.EVENTFD)
            .peers(FULL, Peers.NETTY_EPOLL, Peers.NETTY_NIO, Peers.NETTY_IO_URING)
            .peers(FULL, Peers.NETTY_IOSERVER)
            .peers(FULL, Peers.LOCK_SUPPORT, Peers.IOSERVER_NIO, Peers.IOSERVER_CHANNEL)
            .variant(DEFAULT, "wakers", "1", "pauseMicros", "30")
            .variant(FULL, "wakers", "1", "pauseMicros", "1500")
            .variant(FULL, "wakers", "2", "pauseMicros", "30")
            .variant(DEFAULT, "wakers", "4", "pauseMicros", "30")
            .variant(FULL, "wakers", "2", "pauseMicros", "1500")
            .variant(FULL, "wakers", "4", "pauseMicros", "1500"));
  }

  private static void timers(List<Group> groups) {
    groups.add(
        new Group("set a timer anew", TimerBenchmark.class, "reschedule", Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.AGRONA, Peers.NETTY_EPOLL)
            .peers(FULL, Peers.NETTY_NIO)
            .variant(FULL, "delay", "same", "outstanding", "1")
            .variant(DEFAULT, "delay", "same", "outstanding", "100000")
            .variant(FULL, "delay", "random", "outstanding", "100000"));
    groups.add(
        new Group(
                "make a timer and cancel it",
                TimerBenchmark.class,
                "openAndCancel",
                Group.Figure.MEAN)
            .peers(FULL, Peers.IOSERVER, Peers.AGRONA, Peers.NETTY_EPOLL, Peers.NETTY_NIO)
            .variant(FULL, "delay", "random", "outstanding", "1")
            .variant(FULL, "delay", "random", "outstanding", "100000"));
  }

  private static void interest(List<Group> groups) {
    groups.add(
        new Group("interest off and on again", InterestBenchmark.class, "toggle", Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(FULL, Peers.IOSERVER_NIO)
            .variant(DEFAULT, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
    groups.add(
        new Group(
                "interest off and on again, and a look",
                InterestBenchmark.class,
                "toggleAndLook",
                Group.Figure.MEAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(FULL, Peers.IOSERVER_NIO)
            .variant(QUICK, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
    groups.add(
        new Group(
                "interest off, look, on, look",
                InterestBenchmark.class,
                "changeAndLook",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(FULL, Peers.IOSERVER_NIO)
            .variant(DEFAULT, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
    groups.add(
        new Group("a look alone", InterestBenchmark.class, "look", Group.Figure.MEAN)
            .peers(FULL, Peers.IOSERVER, Peers.JAVA_NIO, Peers.IOSERVER_NIO)
            .variant(FULL, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
    groups.add(
        new Group(
                "register, look, deregister, look",
                InterestBenchmark.class,
                "registerAndDeregister",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(FULL, Peers.IOSERVER_NIO)
            .variant(DEFAULT, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
    groups.add(
        new Group(
                "interest off and on again from another thread",
                ForeignInterestBenchmark.class,
                "toggle",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL)
            .peers(FULL, Peers.IOSERVER_NIO, Peers.NETTY_NIO, Peers.NETTY_IO_URING)
            .peers(FULL, Peers.NETTY_IOSERVER)
            .variant(DEFAULT, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
    groups.add(
        new Group(
                "register and deregister from another thread",
                ForeignInterestBenchmark.class,
                "registerAndDeregister",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(FULL, Peers.IOSERVER_NIO)
            .variant(DEFAULT, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
  }

  private static void autoRead(List<Group> groups) {
    groups.add(
        new Group(
                "automatic reading of a connection of Netty off and on again, on its loop",
                AutoReadBenchmark.class,
                "toggle",
                Group.Figure.MEAN)
            .ours(Peers.NETTY_IOSERVER)
            .peers(DEFAULT, Peers.NETTY_IOSERVER, Peers.NETTY_EPOLL)
            .peers(FULL, Peers.NETTY_NIO, Peers.NETTY_IO_URING)
            .variant(DEFAULT, "sockets", "1")
            .variant(FULL, "sockets", "1000"));
  }

  private static void channels(List<Group> groups) {
    groups.add(
        new Group(
                "a message to oneself",
                HandOverBenchmark.class,
                "sendAndReceive",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JOX, Peers.JCTOOLS, Peers.ARRAY_BLOCKING_QUEUE)
            .peers(FULL, Peers.LINKED_TRANSFER_QUEUE, Peers.CONCURRENT_LINKED_QUEUE)
            .peers(FULL, Peers.JAVA_NIO));
    groups.add(
        new Group(
                "a message to another thread and back",
                PingPongBenchmark.class,
                "thereAndBack",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JOX, Peers.ARRAY_BLOCKING_QUEUE)
            .peers(FULL, Peers.LINKED_TRANSFER_QUEUE, Peers.JAVA_NIO, Peers.JCTOOLS));
    groups.add(
        new Group(
                "send, and select from ready sources",
                SelectBenchmark.class,
                "sendAndSelect",
                Group.Figure.MEAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JOX)
            .peers(DEFAULT, Peers.JCTOOLS, Peers.JAVA_NIO)
            .variant(FULL, "sources", "1")
            .variant(QUICK, "sources", "2")
            .variant(DEFAULT, "sources", "8"));
    groups.add(
        new Group(
                "send, and select over a socket and a channel",
                MixedSelectBenchmark.class,
                "sendAndSelect",
                Group.Figure.MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO)
            .peers(FULL, Peers.IOSERVER_NIO));
  }

  private static void polls(List<Group> groups) {
    Group polls =
        new Group("one look at the kernel", PollBenchmark.class, "look", Group.Figure.MEAN)
            .peers(QUICK, Peers.IOSERVER)
            .peers(DEFAULT, Peers.JAVA_NIO, Peers.EPOLL_WAIT)
            .peers(FULL, Peers.IOSERVER_NIO);
    polls.variant(QUICK, "registered", "1", "ready", "none");
    polls.variant(QUICK, "registered", "10000", "ready", "none");
    polls.variant(DEFAULT, "registered", "100", "ready", "all");
    for (String registered : List.of("1", "100", "10000")) {
      polls.variant(FULL, "registered", registered, "ready", "one");
    }
    polls.variant(FULL, "registered", "100", "ready", "none");
    polls.variant(FULL, "registered", "10000", "ready", "all");
    groups.add(polls);
  }

  private static void echoes(List<Group> groups) {
    groups.add(
        new Group(
                "echo, 1 connection", EchoLatencyBenchmark.class, "roundTrip", Group.Figure.MEDIAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL, Peers.C)
            .peers(DEFAULT, Peers.IOSERVER_SELECTOR, Peers.NETTY_IO_URING, Peers.MIO)
            .peers(DEFAULT, Peers.NETTY_IOSERVER)
            .peers(FULL, Peers.IOSERVER_NIO, Peers.NETTY_NIO)
            .peers(FULL, Peers.IOSERVER_ADAPTIVE, Peers.IOSERVER_BUSY)
            .variant(QUICK, "server", "blocking", "client", "blocking", "bytes", "64")
            .variant(FULL, "server", "blocking", "client", "blocking", "bytes", "1024"));
    groups.add(
        new Group(
                "echo, 1 connection", EchoLatencyBenchmark.class, "roundTrip", Group.Figure.MEDIAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL, Peers.C)
            .peers(FULL, Peers.IOSERVER_SELECTOR, Peers.MIO, Peers.IOSERVER_NIO)
            .peers(FULL, Peers.NETTY_IOSERVER)
            .variant(DEFAULT, "server", "busy", "client", "busy", "bytes", "64")
            .variant(FULL, "server", "busy", "client", "blocking", "bytes", "64")
            .variant(FULL, "server", "busy", "client", "busy", "bytes", "1024"));
    groups.add(
        new Group(
                "echo, time per message",
                EchoThroughputBenchmark.class,
                "message",
                Group.Figure.MEAN)
            .peers(QUICK, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL, Peers.C)
            .peers(DEFAULT, Peers.IOSERVER_SELECTOR, Peers.NETTY_IO_URING, Peers.NETTY_IOSERVER)
            .peers(FULL, Peers.IOSERVER_NIO, Peers.NETTY_NIO, Peers.MIO)
            .variant(QUICK, "connections", "64", "bytes", "64")
            .variant(DEFAULT, "connections", "1000", "bytes", "64")
            .variant(FULL, "connections", "64", "bytes", "1024")
            .variant(FULL, "connections", "1000", "bytes", "1024"));
    Group rates =
        new Group(
                "echo at a fixed rate, since a message was due",
                EchoRateBenchmark.class,
                "atRate",
                Group.Figure.OWN_PERCENTILES)
            .withoutCalls("the client polls")
            .peers(DEFAULT, Peers.IOSERVER, Peers.JAVA_NIO, Peers.NETTY_EPOLL, Peers.C)
            .peers(FULL, Peers.IOSERVER_NIO, Peers.NETTY_NIO, Peers.NETTY_IO_URING, Peers.MIO)
            .peers(FULL, Peers.NETTY_IOSERVER);
    rates.variant(DEFAULT, "connections", "64", "bytes", "64", "messagesPerSecond", "10000");
    for (String connections : List.of("64", "1000")) {
      for (String rate : List.of("10000", "40000")) {
        for (String bytes : List.of("64", "1024")) {
          // What a lower tier has already keeps its tier.
          rates.variantUnlessThere(
              FULL, "connections", connections, "bytes", bytes, "messagesPerSecond", rate);
        }
      }
    }
    groups.add(rates);
  }

  private static void gateways(List<Group> groups) {
    groups.add(
        new Group(
                "order gateway at a fixed rate, since an order was due",
                GatewayBenchmark.class,
                "atRate",
                Group.Figure.OWN_PERCENTILES)
            .peers(DEFAULT, Peers.IOSERVER, Peers.IOSERVER_NIO)
            .variant(DEFAULT, "connections", "16", "ordersPerSecond", "20000"));
    groups.add(
        new Group(
                "order gateway flat out, time per order",
                GatewayBenchmark.class,
                "flatOut",
                Group.Figure.OWN_MEAN)
            .peers(DEFAULT, Peers.IOSERVER, Peers.IOSERVER_NIO)
            .variant(DEFAULT, "connections", "16"));
  }
}
