package dev.ioserver.examples.cluster.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What may be killed at once. Of three members two must be left, or there are no answers. */
enum Kill {
  LEADER("the leader", true),
  FOLLOWER("a follower", true),
  GATEWAY("a gateway", true),
  LEADER_AND_GATEWAY("the leader and a gateway", true),
  FOLLOWER_AND_GATEWAY("a follower and a gateway", true),
  GATEWAYS("both gateways", false),
  MEMBERS("two members", false);

  /** In words. */
  final String victims;

  /** Whether those that are left go on without them. */
  final boolean goesOn;

  Kill(String victims, boolean goesOn) {
    this.victims = victims;
    this.goesOn = goesOn;
  }

  boolean killsLeader() {
    return this == LEADER || this == LEADER_AND_GATEWAY;
  }

  boolean killsFollower() {
    return this == FOLLOWER || this == FOLLOWER_AND_GATEWAY;
  }

  boolean killsGateway() {
    return this == GATEWAY || this == LEADER_AND_GATEWAY || this == FOLLOWER_AND_GATEWAY;
  }

  /** In a random order; each ten hold every kind, and those of one process twice. */
  static List<Kill> shuffled(int count, Random random) {
    List<Kill> all = new ArrayList<>();
    while (all.size() < count) {
      List<Kill> ten = new ArrayList<>(List.of(values()));
      ten.addAll(List.of(LEADER, FOLLOWER, GATEWAY));
      Collections.shuffle(ten, random);
      all.addAll(ten);
    }
    return List.copyOf(all.subList(0, count));
  }
}
