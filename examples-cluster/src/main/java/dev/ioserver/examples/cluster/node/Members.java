package dev.ioserver.examples.cluster.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The members of a cluster: a host each, and the first of {@value #PORTS} ports in a row. The id of
 * a member is its place in the list.
 */
public record Members(List<Member> all) {

  /** The ports that a member takes: ingress, consensus, log, catch-up, archive. */
  public static final int PORTS = 5;

  private static final int ARCHIVE = 4;

  /** A member's host and first port. */
  public record Member(String host, int port) {
    String endpoint(int which) {
      return host + ":" + (port + which);
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Checks that no two members share a port. */
  public Members {
    all = List.copyOf(all);
    HashSet<String> taken = new HashSet<>();
    for (Member member : all) {
      for (int i = 0; i < PORTS; i++) {
        if (!taken.add(member.endpoint(i))) {
          throw new IllegalArgumentException(
              "two members use "
                  + member.endpoint(i)
                  + "; a member takes "
                  + PORTS
                  + " ports from the one that is named");
        }
      }
    }
  }

  /** Reads {@code HOST:PORT,HOST:PORT,...}. */
  public static Members parse(String text) {
    List<Member> all = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int colon = part.lastIndexOf(':');
      int port = colon < 1 ? -1 : number(part.substring(colon + 1));
      if (port < 1 || port > 0xFFFF - PORTS) {
        throw new IllegalArgumentException(
            "--members: '" + part + "' is not HOST:PORT, 127.0.0.1:9100 for one");
      }
      all.add(new Member(part.substring(0, colon), port));
    }
    if (all.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "--members names "
              + all.size()
              + " members; it must be an odd number: one more than an odd number survives no more");
    }
    return new Members(all);
  }

  private static int number(String text) {
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
  }

  /** Returns what the consensus module is told. */
  String clusterMembers() {
    StringBuilder text = new StringBuilder();
    for (int id = 0; id < all.size(); id++) {
      text.append(id);
      for (int i = 0; i < PORTS; i++) {
        text.append(',').append(all.get(id).endpoint(i));
      }
      text.append('|');
    }
    return text.toString();
  }

  /** Returns what a client of the cluster is told. */
  public String ingressEndpoints() {
    StringBuilder text = new StringBuilder();
    for (int id = 0; id < all.size(); id++) {
      text.append(id == 0 ? "" : ",").append(id).append('=').append(all.get(id).endpoint(0));
    }
    return text.toString();
  }

  String archiveEndpoint(int id) {
    return all.get(id).endpoint(ARCHIVE);
  }

  String host(int id) {
    return all.get(id).host();
  }

  /** As it is read. */
  @Override
  public String toString() {
    return String.join(",", all.stream().map(Member::toString).toList());
  }
}
