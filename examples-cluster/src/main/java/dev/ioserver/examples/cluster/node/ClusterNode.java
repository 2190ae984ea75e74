package dev.ioserver.examples.cluster.node;

import dev.ioserver.examples.cluster.service.Market;
import dev.ioserver.examples.cluster.service.OrderService;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronEvent;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * One member: media driver, archive, consensus and the service, in this process. Times are chosen
 * for machines with few processors, where a thread may wait long for its turn.
 */
public final class ClusterNode implements AutoCloseable {

  private static final long HEARTBEAT_TIMEOUT = TimeUnit.SECONDS.toNanos(2);
  private static final int SEGMENT_BYTES = 16 << 20;
  private static final int BUFFER_BYTES = 1 << 20;

  /** Those that were killed count until their sessions have timed out. */
  private static final int MOST_GATEWAYS = 1000;

  /** Less room on a disk than this is none. */
  private static final long LITTLE = 1 << 20;

  private static final String LOCAL = "aeron:ipc?term-length=64k";

  private final NodeConfig config;
  private final DataFolder folder;
  private final OrderService service;
  private final ClusteredMediaDriver driver;
  private final ClusteredServiceContainer container;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();

  /**
   * Starts a member. It joins the others, or leads if it is alone, some time after this returns.
   *
   * @throws IllegalArgumentException if the folder or a port cannot be had; the message says why
   * @throws IOException if the folder cannot be written
   */
  public static ClusterNode start(NodeConfig config) throws IOException {
    DataFolder folder = DataFolder.open(config.folder(), config.id(), config.members());
    try {
      checkPorts(config);
      try {
        return new ClusterNode(config, folder);
      } catch (ArchiveException e) {
        if (!String.valueOf(e.getMessage()).contains("potentially incomplete last fragment")) {
          throw e;
        }
        config.say().accept("what was written last is torn, and is taken off: nobody has seen it");
        folder.takeOffTornEnd();
        return new ClusterNode(config, folder);
      }
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private ClusterNode(NodeConfig config, DataFolder folder) throws IOException {
    this.config = config;
    this.folder = folder;
    service = new OrderService(config.stocks(), config.say());
    Path shared =
        SharedMemory.ofMember(config.folder(), config.id(), config.folder(), config.say());
    String aeronFolder = shared.toString();
    Members members = config.members();
    String host = members.host(config.id());
    int sync = config.sync() ? 2 : 0;

    Archive.Context archive =
        new Archive.Context()
            .aeronDirectoryName(aeronFolder)
            .archiveDir(folder.archive().toFile())
            .controlChannel("aeron:udp?endpoint=" + members.archiveEndpoint(config.id()))
            .localControlChannel(LOCAL)
            .replicationChannel("aeron:udp?endpoint=" + host + ":0")
            .recordingEventsEnabled(false)
            .segmentFileLength(SEGMENT_BYTES)
            .lowStorageSpaceThreshold(SEGMENT_BYTES)
            .fileSyncLevel(sync)
            .catalogFileSyncLevel(sync)
            .threadingMode(ArchiveThreadingMode.SHARED)
            .threadFactory(this::thread)
            .idleStrategySupplier(ClusterNode::idle)
            .errorHandler(this::onError);
    AeronArchive.Context archiveClient =
        new AeronArchive.Context()
            .aeronDirectoryName(aeronFolder)
            .lock(NoOpLock.INSTANCE)
            .controlRequestChannel(LOCAL)
            .controlResponseChannel(LOCAL);
    MediaDriver.Context media =
        new MediaDriver.Context()
            .aeronDirectoryName(aeronFolder)
            .threadingMode(ThreadingMode.SHARED)
            .sharedThreadFactory(this::thread)
            .sharedIdleStrategy(idle())
            .termBufferSparseFile(true)
            .publicationTermBufferLength(BUFFER_BYTES)
            .ipcTermBufferLength(BUFFER_BYTES)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler(this::onError);
    ConsensusModule.Context consensus =
        new ConsensusModule.Context()
            .aeronDirectoryName(aeronFolder)
            .clusterDir(folder.cluster().toFile())
            .clusterMemberId(config.id())
            .clusterMembers(members.clusterMembers())
            .archiveContext(archiveClient.clone())
            .ingressChannel("aeron:udp?term-length=256k")
            .logChannel("aeron:udp?term-length=4m|alias=log")
            .replicationChannel("aeron:udp?endpoint=" + host + ":0")
            .leaderHeartbeatIntervalNs(HEARTBEAT_TIMEOUT / 10)
            .leaderHeartbeatTimeoutNs(HEARTBEAT_TIMEOUT)
            .startupCanvassTimeoutNs(HEARTBEAT_TIMEOUT * 3)
            .sessionTimeoutNs(HEARTBEAT_TIMEOUT * 5)
            .maxConcurrentSessions(MOST_GATEWAYS)
            .fileSyncLevel(sync)
            .threadFactory(this::thread)
            .idleStrategySupplier(ClusterNode::idle)
            .terminationHook(this::onTermination)
            .errorHandler(this::onError);
    ClusteredServiceContainer.Context services =
        new ClusteredServiceContainer.Context()
            .aeronDirectoryName(aeronFolder)
            .clusterDir(new File(folder.cluster().toString()))
            .archiveContext(archiveClient.clone())
            .clusteredService(service)
            .threadFactory(this::thread)
            .idleStrategySupplier(ClusterNode::idle)
            .terminationHook(this::onTermination)
            .errorHandler(this::onError);

    driver = ClusteredMediaDriver.launch(media, archive, consensus);
    try {
      container = ClusteredServiceContainer.launch(services);
    } catch (RuntimeException e) {
      CloseHelper.quietClose(driver);
      throw e;
    }
  }

  /** Returns the state; it is another thread's while this runs. */
  public Market market() {
    return service.market();
  }

  /** Whether this member leads now. */
  public boolean isLeader() {
    AtomicCounter role =
        (AtomicCounter) driver.consensusModule().context().clusterNodeRoleCounter();
    return !role.isClosed() && Cluster.Role.get(role) == Cluster.Role.LEADER;
  }

  /**
   * Asks for a snapshot, if this member leads: all members take one at the same place of the log.
   *
   * @return whether that was asked
   */
  public boolean snapshot() {
    if (!isLeader()) {
      return false;
    }
    AtomicCounter toggle = driver.consensusModule().context().controlToggleCounter();
    return ClusterControl.ToggleState.SNAPSHOT.toggle(toggle);
  }

  /** Ends the member; the folder keeps what it needs to go on. */
  @Override
  public void close() throws IOException {
    if (closing.getAndSet(true)) {
      return;
    }
    CloseHelper.quietClose(container);
    CloseHelper.quietClose(driver);
    folder.close();
  }

  private void onTermination() {
    if (!closing.get()) {
      fail("member " + config.id() + " has ended; see the lines above");
    }
  }

  private void onError(Throwable error) {
    if (closing.get()) {
      return;
    }
    String text = String.valueOf(error.getMessage());
    if (text.contains("No space left")
        || text.contains("low storage")
        || text.contains("insufficient usable storage")) {
      failForWantOfSpace();
    } else if (!(error instanceof AeronEvent)) {
      config.say().accept("error " + text.lines().findFirst().orElse("") + " " + cause(error));
    }
  }

  private Thread thread(Runnable work) {
    return Thread.ofPlatform().uncaughtExceptionHandler(this::onThreadEnd).unstarted(work);
  }

  /**
   * A thread of Aeron's has met an error that it cannot deal with. On a full disk that is one of
   * memory: a page of a file that is mapped cannot be had.
   */
  private void onThreadEnd(Thread thread, Throwable error) {
    if (closing.get()) {
      return;
    }
    if (error instanceof InternalError && config.folder().toFile().getUsableSpace() < LITTLE) {
      failForWantOfSpace();
    } else {
      fail("member " + config.id() + " has lost its thread " + thread.getName() + ": " + error);
    }
  }

  private void failForWantOfSpace() {
    fail("the disk of " + config.folder() + " is full: member " + config.id() + " stops");
  }

  private static String cause(Throwable error) {
    return "(" + error.getClass().getSimpleName() + ")";
  }

  private void fail(String line) {
    if (failed.compareAndSet(false, true)) {
      config.fatal().accept(line);
    }
  }

  private static void checkPorts(NodeConfig config) {
    Members.Member own = config.members().all().get(config.id());
    for (int i = 0; i < Members.PORTS; i++) {
      InetSocketAddress address = new InetSocketAddress(own.host(), own.port() + i);
      try (DatagramSocket free = new DatagramSocket(null)) {
        free.setReuseAddress(false);
        free.bind(address);
      } catch (SocketException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "cannot listen on "
                + own.endpoint(i)
                + " ("
                + e.getMessage()
                + "): is member "
                + config.id()
                + " running already, or is the address another machine's?",
            e);
      }
    }
  }

  private static IdleStrategy idle() {
    return new BackoffIdleStrategy(
        1, 1, TimeUnit.MICROSECONDS.toNanos(20), TimeUnit.MICROSECONDS.toNanos(500));
  }
}
