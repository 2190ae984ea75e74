package dev.ioserver.engine.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may say on whose behalf it connects. A connection from one of these must begin with a header
 * of the PROXY protocol, version 1 or 2; the bytes of all others are the program's from the first
 * on, so that nobody else can claim to be somebody.
 *
 * <p>Thread-safety: immutable.
 */
public final class TrustedProxies {

  /** Addresses whose first bits are those of one. */
  private static final class Network {
    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    boolean has(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >>> bit % 8;
        if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static final String UNIX = "unix";

  private final List<Network> networks;
  private final boolean unix;

  /** As it was given. */
  private final List<String> text;

  private TrustedProxies(List<Network> networks, boolean unix, List<String> text) {
    this.networks = networks;
    this.unix = unix;
    this.text = text;
  }

  /**
   * {@return who is trusted}
   *
   * @param who addresses such as {@code 192.0.2.7}, networks such as {@code 10.0.0.0/8} and {@code
   *     fd00::/8}, or {@code unix} for everybody who connects to a Unix socket; one at least
   * @throws IllegalArgumentException if one of them is none of these; names are not looked up
   */
  public static TrustedProxies of(String... who) {
    if (who.length == 0) {
      throw new IllegalArgumentException(
          "nobody is trusted; name addresses, networks such as 10.0.0.0/8, or unix");
    }
    List<Network> networks = new ArrayList<>();
    boolean unix = false;
    for (String each : who) {
      if (each.equals(UNIX)) {
        unix = true;
      } else {
        networks.add(network(each));
      }
    }
    return new TrustedProxies(List.copyOf(networks), unix, List.of(who));
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] address =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int all = 8 * address.length;
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      if (bits >= 0 && bits <= all) {
        return new Network(address, bits);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no address, no network such as 10.0.0.0/8, and not unix");
  }

  /**
   * {@return whether a peer is one of these}
   *
   * @param peer its address
   */
  public boolean trusts(SocketAddress peer) {
    if (peer instanceof InetSocketAddress inet && inet.getAddress() != null) {
      byte[] address = inet.getAddress().getAddress();
      return networks.stream().anyMatch(network -> network.has(address));
    }
    return unix && (peer instanceof UnixDomainSocketAddress || peer instanceof UnixNameAddress);
  }

  @Override
  public String toString() {
    return "TrustedProxies" + text;
  }
}
