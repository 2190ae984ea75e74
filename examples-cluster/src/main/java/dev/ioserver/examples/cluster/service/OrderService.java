package dev.ioserver.examples.cluster.service;

import dev.ioserver.examples.cluster.wire.Wire;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Market} as Aeron Cluster sees it: requests out of the log, replies to gateways,
 * snapshots. Cluster's thread.
 */
public final class OrderService implements ClusteredService {

  /** How often a reply is offered to a gateway that has no room. It fetches what it has missed. */
  private static final int ATTEMPTS = 50;

  private final Consumer<String> say;
  private final Market market;
  private final ByteBuffer request = ByteBuffer.allocate(Wire.MAX_LENGTH);
  private final UnsafeBuffer egress = new UnsafeBuffer();
  private @Nullable Cluster cluster;

  /** Gateways that had no room: each further reply is offered once, and nobody waits for them. */
  private final LongHashSet fullGateways = new LongHashSet();

  /**
   * A service without a state.
   *
   * @param stocks what is traded; the same on every member
   * @param say takes lines about what becomes of this member
   */
  public OrderService(List<String> stocks, Consumer<String> say) {
    this.say = say;
    market = new Market(stocks, this::send);
  }

  /** Returns the state. It is Cluster's thread's while the member runs. */
  public Market market() {
    return market;
  }

  @Override
  public void onStart(Cluster ofMember, @Nullable Image snapshot) {
    cluster = ofMember;
    if (snapshot == null) {
      return;
    }
    try (DataInputStream in =
        new DataInputStream(new SnapshotInput(snapshot, ofMember.idleStrategy()))) {
      market.restore(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    say.accept("restored checksum=" + Long.toHexString(market.checksum()));
  }

  @Override
  public void onTakeSnapshot(ExclusivePublication publication) {
    Cluster member = cluster();
    try (DataOutputStream out =
        new DataOutputStream(new SnapshotOutput(publication, member.idleStrategy()))) {
      market.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    say.accept(
        "snapshot position="
            + member.logPosition()
            + " checksum="
            + Long.toHexString(market.checksum())
            + " repeated="
            + market.repeated());
  }

  @Override
  public void onSessionMessage(
      ClientSession session,
      long timestamp,
      DirectBuffer buffer,
      int offset,
      int length,
      Header header) {
    if (session == null || length > Wire.MAX_LENGTH) {
      return; // not of a gateway
    }
    buffer.getBytes(offset, request, 0, length);
    market.onRequest(session.id(), request, length, timestamp);
  }

  @Override
  public void onSessionOpen(ClientSession session, long timestamp) {
    // A gateway is known by what it asks for.
  }

  @Override
  public void onSessionClose(ClientSession session, long timestamp, CloseReason reason) {
    fullGateways.remove(session.id());
    market.onGatewayGone(session.id());
  }

  @Override
  public void onTimerEvent(long correlationId, long timestamp) {
    // No timers: an order rests until it is canceled.
  }

  @Override
  public void onRoleChange(Cluster.Role role) {
    say.accept("role=" + role);
  }

  @Override
  public void onTerminate(Cluster ofMember) {
    say.accept("terminating");
  }

  private void send(long gateway, ByteBuffer buffer, int length) {
    ClientSession session = cluster().getClientSession(gateway);
    if (session == null || session.isClosing()) {
      return;
    }
    egress.wrap(buffer, 0, length);
    int attempts = fullGateways.contains(gateway) ? 1 : ATTEMPTS;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      long result = session.offer(egress, 0, length);
      if (result > 0) {
        fullGateways.remove(gateway);
        return;
      }
      if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
        return;
      }
      if (attempt < attempts) {
        cluster().idleStrategy().idle();
      }
    }
    fullGateways.add(gateway);
  }

  private Cluster cluster() {
    return Objects.requireNonNull(cluster, "not started");
  }
}
