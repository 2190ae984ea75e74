package dev.ioserver.netty.suite;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests run that send to groups by whatever interface there is, where that reaches nobody: in
 * a network namespace of its own, whose only interfaces are the loopback one and some with
 * addresses of 10.99.0.0/16. docs/netty.md says how to make one.
 */
final class OwnNetwork implements ExecutionCondition {

  private static final String OURS = "10.99.";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String cause = stranger();
    if (cause == null) {
      return ConditionEvaluationResult.enabled("the network is the test's own");
    }
    System.out.println(
        "!! SKIPPED [netty] " + context.getDisplayName() + ": NOTHING WAS PROVED: " + cause);
    return ConditionEvaluationResult.disabled("the network is not the test's own", cause);
  }

  /** Why groups might reach somebody, or null. */
  private static @Nullable String stranger() {
    try {
      boolean found = false;
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (each.isLoopback() || !each.isUp()) {
          continue;
        }
        found = true;
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (!address.isLinkLocalAddress() && !address.getHostAddress().startsWith(OURS)) {
            return "what is sent to a group would leave this machine by " + each.getName();
          }
        }
      }
      return found ? null : "there is no interface for groups but the loopback one";
    } catch (SocketException e) {
      return "the interfaces cannot be listed: " + e;
    }
  }
}
