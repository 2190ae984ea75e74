package dev.ioserver.examples.cluster.run;

import dev.ioserver.examples.cluster.node.Members;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Members and gateways as processes on loopback, and what they say. */
final class Fleet implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int FIRST_PORT = 21_000;
  private static final int LAST_PORT = 31_000;
  private static final int PORTS_OF_A_TRIAL = 50;
  private static final int TRIALS = 190;

  private final Path folder;
  private final String stocks;
  private final Members members;
  private final List<InetSocketAddress> gatewayAddresses;
  private final List<@Nullable Child> nodes = new ArrayList<>();
  private final List<@Nullable Child> gateways = new ArrayList<>();
  private final Consumer<String> say;

  // Guarded by this: lines come on threads of their own.
  private final Map<Integer, String> roles = new HashMap<>();
  private final Map<String, Map<Integer, String>> checksums = new HashMap<>();
  private final List<String> counters = new ArrayList<>();
  private final Map<String, Integer> listening = new HashMap<>();
  private int latestLeader = -1;
  private int agreements;
  private @Nullable String difference;

  Fleet(Path folder, int nodeCount, int gatewayCount, String stocks, Consumer<String> say)
      throws IOException {
    this.folder = folder;
    this.stocks = stocks;
    this.say = say;
    members = freeMembers(nodeCount);
    gatewayAddresses = new ArrayList<>();
    for (int i = 0; i < gatewayCount; i++) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        gatewayAddresses.add(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort()));
      }
      gateways.add(null);
    }
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(null);
    }
  }

  Members members() {
    return members;
  }

  List<InetSocketAddress> gatewayAddresses() {
    return gatewayAddresses;
  }

  void startNode(int id) throws IOException {
    synchronized (this) {
      roles.remove(id);
    }
    List<String> arguments =
        List.of(
            "node",
            "--id",
            String.valueOf(id),
            "--members",
            members.toString(),
            "--data",
            folder.resolve("member-" + id).toString(),
            "--stocks",
            stocks,
            "--snapshot-seconds",
            "5",
            "--controlled");
    nodes.set(
        id,
        Child.start(
            "member " + id,
            folder.resolve("member-" + id + ".log"),
            line -> onNodeLine(id, line),
            Child.command(arguments)));
  }

  void startGateway(int index) throws IOException {
    InetSocketAddress address = gatewayAddresses.get(index);
    synchronized (this) {
      listening.remove("gateway " + index);
    }
    List<String> arguments =
        List.of(
            "gateway",
            "--listen",
            HOST + ":" + address.getPort(),
            "--members",
            members.toString(),
            "--controlled");
    gateways.set(
        index,
        Child.start(
            "gateway " + index,
            folder.resolve("gateway-" + index + ".log"),
            line -> onGatewayLine(index, line),
            Child.command(arguments)));
  }

  void killNode(int id) throws InterruptedException {
    Child child = nodes.get(id);
    if (child != null) {
      child.kill();
      nodes.set(id, null);
      synchronized (this) {
        roles.remove(id);
      }
    }
  }

  void killGateway(int index) throws InterruptedException {
    Child child = gateways.get(index);
    if (child != null) {
      child.kill();
      gateways.set(index, null);
    }
  }

  /** The member that leads, as far as is known; -1 if none does. */
  synchronized int leader() {
    return "LEADER".equals(roles.get(latestLeader)) ? latestLeader : -1;
  }

  /** How many members have found their part. */
  synchronized int membersInPlace() {
    return roles.size();
  }

  synchronized boolean allGatewaysHaveALeader() {
    return listening.values().stream().filter(leader -> leader >= 0).count() == gateways.size();
  }

  synchronized boolean isAtWork(int id) {
    return roles.containsKey(id);
  }

  /** Asks the leader for a snapshot; the others take one at the same place of the log. */
  void snapshot() throws IOException {
    for (Child child : nodes) {
      if (child != null && child.isAlive()) {
        child.tell("snapshot");
      }
    }
  }

  /** The checksums at the latest place of the log of which all members have one; null if none. */
  synchronized @Nullable Map<Integer, String> commonChecksums() {
    return checksums.entrySet().stream()
        .filter(entry -> entry.getValue().size() == nodes.size())
        .max((a, b) -> Long.compare(Long.parseLong(a.getKey()), Long.parseLong(b.getKey())))
        .map(Map.Entry::getValue)
        .orElse(null);
  }

  /** Where two members had different checksums at the same place of the log; null if nowhere. */
  synchronized @Nullable String difference() {
    return difference;
  }

  /** How often a member had the checksum that another had before at the same place of the log. */
  synchronized int agreements() {
    return agreements;
  }

  synchronized void forgetChecksums() {
    checksums.clear();
  }

  synchronized List<String> counters() {
    return List.copyOf(counters);
  }

  /** Waits for something to be so. */
  void await(String what, int seconds, BooleanSupplier condition)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      checkAlive(nodes);
      checkAlive(gateways);
      if (System.nanoTime() - deadline >= 0) {
        throw new TimeoutException(
            what + " took more than " + seconds + " s; see the logs in " + folder);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Ends all processes: gateways first, so that they can say goodbye. */
  @Override
  public void close() {
    for (Child child : gateways) {
      if (child != null) {
        child.close();
      }
    }
    for (Child child : nodes) {
      if (child != null) {
        child.close();
      }
    }
  }

  private void checkAlive(List<@Nullable Child> children) throws TimeoutException {
    for (Child child : children) {
      if (child != null && !child.isAlive()) {
        throw new TimeoutException(child + " has ended by itself; see the logs in " + folder);
      }
    }
  }

  private synchronized void onNodeLine(int id, String line) {
    String said = line.substring(line.indexOf(": ") + 2);
    if (said.startsWith("role=")) {
      String role = said.substring("role=".length());
      roles.put(id, role);
      if (role.equals("LEADER")) {
        latestLeader = id;
      }
      say.accept("member " + id + " is " + role);
    } else if (said.startsWith("snapshot ")) {
      String[] parts = said.split("[ =]", -1);
      compare(checksums.computeIfAbsent(parts[2], position -> new HashMap<>()), id, parts);
    } else if (said.startsWith("ready")) {
      roles.putIfAbsent(id, "FOLLOWER");
    } else if (!said.startsWith("restored") && !said.startsWith("error ")) {
      say.accept("member " + id + ": " + said);
    }
  }

  private void compare(Map<Integer, String> byMember, int id, String[] parts) {
    byMember.put(id, parts[4]);
    if (byMember.values().stream().distinct().count() > 1) {
      difference = "at position " + parts[2] + " of the log: " + byMember;
    } else if (byMember.size() > 1) {
      agreements++;
    }
  }

  private synchronized void onGatewayLine(int index, String line) {
    String said = line.substring(line.indexOf(": ") + 2);
    if (said.startsWith("leader=")) {
      listening.put("gateway " + index, Integer.parseInt(said.substring("leader=".length())));
    } else if (said.startsWith("counter ")) {
      counters.add("gateway " + index + " " + said.substring("counter ".length()));
    } else {
      say.accept("gateway " + index + ": " + said);
    }
  }

  private static Members freeMembers(int count) throws IOException {
    List<Members.Member> found = new ArrayList<>();
    // Another trial on this machine must not take the ports of a member that is being killed here.
    int start = (int) (ProcessHandle.current().pid() % TRIALS) * PORTS_OF_A_TRIAL;
    for (int port = FIRST_PORT + start;
        port < LAST_PORT && found.size() < count;
        port += Members.PORTS) {
      if (isFree(port)) {
        found.add(new Members.Member(HOST, port));
      }
    }
    if (found.size() < count) {
      throw new IOException("no free ports between " + FIRST_PORT + " and " + LAST_PORT);
    }
    return new Members(found);
  }

  private static boolean isFree(int port) {
    for (int i = 0; i < Members.PORTS; i++) {
      try (DatagramSocket socket = new DatagramSocket(null)) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + i));
      } catch (SocketException e) {
        return false;
      }
    }
    return true;
  }
}
