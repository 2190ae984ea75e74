package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.examples.cluster.wire.Wire;
import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's side of the cluster, without a thread of its own: media driver, Aeron client and
 * cluster client all run in {@link #poll}.
 *
 * <p>A request stays here until the service has said that it is done. When the leader changes, when
 * the session is opened anew, or when no answer comes for {@value #RESEND_SECONDS} seconds, all
 * that is not done is offered again, in its order and before anything new. The service knows what
 * it has seen, so that none is dealt with twice. Belongs to one thread.
 */
final class ClusterLink implements EgressListener, AutoCloseable {

  private static final int RESEND_SECONDS = 3;
  private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(RESEND_SECONDS);
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int OFFERS_A_ROUND = 64;

  private final ClusterListener listener;
  private final Consumer<String> say;
  private final String ingressEndpoints;
  private final String egressChannel;
  private final MediaDriver driver;
  private final AgentInvoker driverWork;
  private final Aeron aeron;
  private final AgentInvoker clientWork;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final ArrayDeque<Request> offered = new ArrayDeque<>();
  private final ArrayDeque<Request> spare = new ArrayDeque<>();
  private final ByteBuffer egress = ByteBuffer.allocate(Wire.MAX_LENGTH);
  private AeronCluster.@Nullable AsyncConnect connecting;
  private @Nullable AeronCluster cluster;
  private long nextCorrelation = 1;
  private long lastOfferNanos;
  private long lastAnswerNanos;
  private long leaderlessNanos;
  private boolean complained;
  private long refusals;
  private long repeats;
  private long leaders;

  /**
   * Begins to connect.
   *
   * @param folder for Aeron's buffers, of this process alone
   * @param egressHost where members reach this process
   */
  ClusterLink(
      ClusterListener listener,
      Consumer<String> say,
      Path folder,
      String ingressEndpoints,
      String egressHost) {
    this.listener = listener;
    this.say = say;
    this.ingressEndpoints = ingressEndpoints;
    egressChannel = "aeron:udp?term-length=256k|endpoint=" + egressHost + ":0";
    driver =
        MediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(folder.toString())
                .threadingMode(ThreadingMode.INVOKER)
                .termBufferSparseFile(true)
                .publicationTermBufferLength(256 << 10)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(this::onError));
    driverWork = driver.sharedAgentInvoker();
    aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(folder.toString())
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driverWork)
                .errorHandler(this::onError));
    clientWork = aeron.conductorAgentInvoker();
    leaderlessNanos = System.nanoTime();
  }

  /** Returns an empty request, to be filled in and given to {@link #submit}. */
  Request newRequest(byte type) {
    Request request = spare.poll();
    if (request == null) {
      request = new Request();
    }
    request.correlation = nextCorrelation++;
    request.bytes.put(Wire.TYPE, type);
    request.bytes.putLong(Wire.CORRELATION, request.correlation);
    return request;
  }

  /** Takes a request, which will be done sooner or later. */
  void submit(Request request, int length, @Nullable Connection debtor) {
    request.length = length;
    request.debtor = debtor;
    waiting.add(request);
  }

  /** Whether answers are being waited for. */
  boolean isBusy() {
    return !offered.isEmpty() || connecting != null;
  }

  /** Does what there is to do, and waits for nothing; returns how much that was. */
  int poll(long nowNanos) {
    int work = driverWork.invoke() + clientWork.invoke();
    AeronCluster there = cluster;
    if (there == null) {
      return work + connect(nowNanos);
    }
    work += there.pollEgress();
    if (there.isClosed()) {
      cluster = null;
      leaderlessNanos = nowNanos;
      return work + 1;
    }
    if (!offered.isEmpty() && nowNanos - lastAnswerNanos >= RESEND_NANOS) {
      offerAgain(nowNanos);
    }
    work += offer(there, nowNanos);
    if (nowNanos - lastOfferNanos >= KEEP_ALIVE_NANOS && there.sendKeepAlive()) {
      lastOfferNanos = nowNanos;
    }
    return work;
  }

  /** In words, for the end of a run. */
  @Override
  public String toString() {
    return "cluster: requests="
        + (nextCorrelation - 1)
        + " refused="
        + refusals
        + " repeated="
        + repeats
        + " leaders="
        + leaders;
  }

  @Override
  public void close() {
    CloseHelper.quietClose(connecting);
    CloseHelper.quietClose(cluster);
    CloseHelper.quietClose(aeron);
    CloseHelper.quietClose(driver);
  }

  @Override
  public void onMessage(
      long session, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
    if (length < Wire.DONE_LENGTH || length > Wire.MAX_LENGTH) {
      return;
    }
    buffer.getBytes(offset, egress, 0, length);
    lastAnswerNanos = System.nanoTime();
    switch (egress.get(Wire.TYPE)) {
      case Wire.DONE -> onDone(egress.getLong(Wire.CORRELATION));
      case Wire.LOGGED_IN ->
          listener.onLoggedIn(
              egress.getLong(Wire.CORRELATION),
              egress.getInt(Wire.LOGGED_IN_USER),
              egress.getLong(Wire.LOGGED_IN_NUMBER),
              egress.getLong(Wire.LOGGED_IN_NEXT));
      case Wire.MESSAGE ->
          listener.onMessage(
              egress.getInt(Wire.REPLY_USER),
              egress.getLong(Wire.SEQUENCE),
              egress,
              Wire.MESSAGE_BYTES,
              length - Wire.MESSAGE_BYTES);
      case Wire.PAGE_END ->
          listener.onPageEnd(egress.getInt(Wire.REPLY_USER), egress.getLong(Wire.SEQUENCE));
      case Wire.TAKEN_OVER ->
          listener.onTakenOver(egress.getInt(Wire.REPLY_USER), egress.getLong(Wire.SEQUENCE));
      default -> {} // of a version that is not known here
    }
  }

  @Override
  public void onSessionEvent(
      long correlation, long session, long term, int leader, EventCode code, String detail) {
    if (code != EventCode.OK) {
      say.accept("the cluster says " + code + (detail.isEmpty() ? "" : ": " + detail));
    }
  }

  @Override
  public void onNewLeader(long session, long term, int leader, String endpoints) {
    onLeader(leader);
  }

  private int connect(long nowNanos) {
    try {
      AeronCluster.AsyncConnect attempt = connecting;
      if (attempt == null) {
        attempt = AeronCluster.asyncConnect(context());
        connecting = attempt;
      }
      int before = attempt.step();
      AeronCluster made = attempt.poll();
      if (made != null) {
        connecting = null;
        cluster = made;
        onLeader(made.leaderMemberId());
        return 1;
      }
      complain(nowNanos);
      return attempt.step() == before ? 0 : 1;
    } catch (AeronException e) {
      CloseHelper.quietClose(connecting);
      connecting = null; // the next round begins anew
      complain(nowNanos);
      return 0;
    }
  }

  private AeronCluster.Context context() {
    return new AeronCluster.Context()
        .aeron(aeron)
        .ownsAeronClient(false)
        .ingressChannel("aeron:udp?term-length=256k")
        .ingressEndpoints(ingressEndpoints)
        .egressChannel(egressChannel)
        .egressListener(this)
        .messageTimeoutNs(COMPLAIN_NANOS)
        .errorHandler(this::onError);
  }

  private void complain(long nowNanos) {
    if (!complained && nowNanos - leaderlessNanos >= COMPLAIN_NANOS) {
      complained = true;
      say.accept("no leader at " + ingressEndpoints + " yet; clients are held until there is one");
    }
  }

  private void onLeader(int leader) {
    leaders++;
    complained = false;
    say.accept("leader=" + leader);
    offerAgain(System.nanoTime());
    listener.onLeader();
  }

  private void offerAgain(long nowNanos) {
    repeats += offered.size();
    for (Request last = offered.pollLast(); last != null; last = offered.pollLast()) {
      waiting.addFirst(last);
    }
    lastAnswerNanos = nowNanos;
  }

  private int offer(AeronCluster to, long nowNanos) {
    int count = 0;
    while (count < OFFERS_A_ROUND) {
      Request next = waiting.peek();
      if (next == null) {
        break;
      }
      if (to.offer(next.buffer, 0, next.length) <= 0) {
        refusals++;
        break; // no room, or no leader: the credit of the clients runs out until there is
      }
      if (offered.isEmpty()) {
        lastAnswerNanos = nowNanos;
      }
      offered.add(waiting.remove());
      lastOfferNanos = nowNanos;
      count++;
    }
    return count;
  }

  /** This request and all before it were dealt with. */
  private void onDone(long correlation) {
    for (Request first = offered.peek();
        first != null && first.correlation <= correlation;
        first = offered.peek()) {
      done(offered.remove());
    }
    for (Request first = waiting.peek();
        first != null && first.correlation <= correlation;
        first = waiting.peek()) {
      done(waiting.remove()); // to be offered again, and now it is known that it need not be
    }
  }

  private void done(Request request) {
    listener.onDone(request);
    request.debtor = null;
    spare.add(request);
  }

  private void onError(Throwable error) {
    if (Boolean.getBoolean("ioserver.debug")) {
      say.accept("error " + error);
    }
  }
}
