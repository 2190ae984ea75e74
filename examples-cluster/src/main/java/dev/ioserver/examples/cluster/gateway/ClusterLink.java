package dev.ioserver.examples.cluster.gateway;

import dev.ioserver.examples.cluster.wire.Wire;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's side of the cluster, without a thread of its own: media driver, Aeron client and
 * cluster client all run in {@link #poll}.
 *
 * <p>A request stays here until the service has said that it is done. When the leader changes, when
 * the session is opened anew, or when none is done for {@value #RESEND_SECONDS} seconds, all that
 * is not done is offered again, in its order and before anything new. The service knows what it has
 * seen, so that none is dealt with twice; and it deals with none whose predecessor got lost. For
 * that it must know the first of a session, which is offered alone. Belongs to one thread.
 */
final class ClusterLink implements EgressListener, AutoCloseable {

  private static final int RESEND_SECONDS = 3;
  private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(RESEND_SECONDS);
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Aeron does not find out in all cases that its leader is gone; a new session is never wrong. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

  private static final int OFFERS_A_ROUND = 64;

  private final ClusterListener listener;
  private final Consumer<String> say;
  private final String ingressEndpoints;
  private final String egressChannel;
  private final Path folder;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final ArrayDeque<Request> offered = new ArrayDeque<>();
  private final ArrayDeque<Request> spare = new ArrayDeque<>();
  private final ByteBuffer egress = ByteBuffer.allocate(Wire.MAX_LENGTH);
  private Media media;
  private AeronCluster.@Nullable AsyncConnect connecting;
  private @Nullable AeronCluster cluster;
  private long nextCorrelation = 1;
  private long lastOfferNanos;

  /** When a request was last done, or offered again for want of that. */
  private long progressNanos;

  /** When something was last heard, or first waited for. */
  private long heardNanos;

  /** Whether a request was done in this session, so that the service knows which one comes next. */
  private boolean proven;

  private boolean complained;

  /** Why the latest attempt to connect has failed, in Aeron's words. */
  private String failure = "";

  private long refusals;
  private long repeats;
  private long leaders;
  private long sessionsLost;

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
    this.folder = folder;
    media = new Media(folder, this::onError);
    heardNanos = System.nanoTime();
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
  void submit(Request request, int length, @Nullable Connection from) {
    request.length = length;
    request.from = from;
    if (!isWaiting() && !complained) {
      heardNanos = System.nanoTime();
    }
    waiting.add(request);
  }

  /** How many requests have not been offered, or will be again. */
  int waiting() {
    return waiting.size();
  }

  /** Whether answers are being waited for. */
  boolean isBusy() {
    return !offered.isEmpty() || connecting != null;
  }

  /** Does what there is to do, and waits for nothing; returns how much that was. */
  int poll(long nowNanos) {
    if (media.isOver()) {
      beginAnew();
    }
    int work = media.work();
    AeronCluster there = cluster;
    if (there == null) {
      return work + connect(nowNanos);
    }
    boolean goesOn;
    try {
      work += talk(there, nowNanos);
      goesOn = !there.isClosed() && !(isWaiting() && nowNanos - heardNanos >= SILENCE_NANOS);
    } catch (AeronException | IllegalStateException e) {
      goesOn = false; // such as a publication that Aeron has closed, since its leader is gone
    }
    if (!goesOn) {
      CloseHelper.quietClose(there);
      cluster = null;
      heardNanos = isWaiting() ? heardNanos : nowNanos;
      sessionsLost++;
      work++;
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
        + leaders
        + " sessionsLost="
        + sessionsLost;
  }

  @Override
  public void close() {
    CloseHelper.quietClose(connecting);
    CloseHelper.quietClose(cluster);
    media.close();
  }

  @Override
  public void onMessage(
      long session, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
    if (length < Wire.DONE_LENGTH || length > Wire.MAX_LENGTH) {
      return;
    }
    buffer.getBytes(offset, egress, 0, length);
    heardNanos = System.nanoTime();
    complained = false;
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

  private int talk(AeronCluster there, long nowNanos) {
    int work = there.pollEgress();
    if (there.isClosed()) {
      return work;
    }
    complain(nowNanos);
    if (!offered.isEmpty() && nowNanos - progressNanos >= RESEND_NANOS) {
      offerAgain(nowNanos);
    }
    work += offer(there, nowNanos);
    if (nowNanos - lastOfferNanos >= KEEP_ALIVE_NANOS && there.sendKeepAlive()) {
      lastOfferNanos = nowNanos;
    }
    return work;
  }

  /** After this thread was kept from running for too long. Nothing is lost: it is offered again. */
  private void beginAnew() {
    say.accept("this process was stopped for a while; it connects again");
    close();
    connecting = null;
    cluster = null;
    media = new Media(folder, this::onError);
    heardNanos = System.nanoTime();
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
        heardNanos = System.nanoTime();
        failure = "";
        proven = false;
        onLeader(made.leaderMemberId());
        return 1;
      }
      complain(nowNanos);
      return attempt.step() == before ? 0 : 1;
    } catch (AeronException | IllegalStateException e) {
      CloseHelper.quietClose(connecting);
      connecting = null; // the next round begins anew
      // Aeron tells all that it was configured with, too.
      failure = String.valueOf(e.getMessage()).replaceAll("(?s) messageTimeout=.*|\\R.*", "");
      complain(nowNanos);
      return 0;
    }
  }

  private AeronCluster.Context context() {
    return new AeronCluster.Context()
        .aeron(media.aeron())
        .ownsAeronClient(false)
        .ingressChannel("aeron:udp?term-length=256k")
        .ingressEndpoints(ingressEndpoints)
        .egressChannel(egressChannel)
        .egressListener(this)
        .messageTimeoutNs(COMPLAIN_NANOS)
        .errorHandler(this::onError);
  }

  /** Whether there are requests that are not done. */
  private boolean isWaiting() {
    return !waiting.isEmpty() || !offered.isEmpty();
  }

  private void complain(long nowNanos) {
    boolean silent = nowNanos - heardNanos >= COMPLAIN_NANOS;
    if (!complained && silent && (cluster == null || isWaiting())) {
      complained = true;
      say.accept(
          "no leader answers at "
              + ingressEndpoints
              + "; clients are held until one does"
              + (failure.isEmpty() ? "" : " (" + failure + ")"));
    }
  }

  private void onLeader(int leader) {
    leaders++;
    complained = false;
    heardNanos = System.nanoTime();
    say.accept("leader=" + leader);
    offerAgain(System.nanoTime());
    listener.onLeader();
  }

  private void offerAgain(long nowNanos) {
    repeats += offered.size();
    for (Request last = offered.pollLast(); last != null; last = offered.pollLast()) {
      waiting.addFirst(last);
    }
    progressNanos = nowNanos;
  }

  private int offer(AeronCluster to, long nowNanos) {
    int count = 0;
    while (count < OFFERS_A_ROUND) {
      Request next = waiting.peek();
      if (next == null || (!proven && !offered.isEmpty())) {
        break;
      }
      if (to.offer(next.buffer, 0, next.length) <= 0) {
        refusals++;
        break; // no room, or no leader: the credit of the clients runs out until there is
      }
      if (offered.isEmpty()) {
        progressNanos = nowNanos;
      }
      offered.add(waiting.remove());
      lastOfferNanos = nowNanos;
      count++;
    }
    return count;
  }

  /** This request and all before it were dealt with. */
  private void onDone(long correlation) {
    proven = true;
    progressNanos = heardNanos;
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
    request.from = null;
    spare.add(request);
  }

  private void onError(Throwable error) {
    if (Boolean.getBoolean("ioserver.debug")) {
      say.accept("error " + error);
    }
  }
}
