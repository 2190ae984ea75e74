package dev.ioserver.bsd;

import org.jspecify.annotations.Nullable;

/**
 * What is not tested on a kernel of BSD that is a library on Linux (a rump kernel, see
 * docs/kqueue.md), by class, and by test. Nothing here is about the engine: the reason is the
 * place, or that kernel, or that nobody has tried it yet.
 */
final class RumpFaults {

  private RumpFaults() {}

  /**
   * Why a class or a test of it is not run there; null if it is.
   *
   * @param method null to ask for the class
   */
  static @Nullable String of(Class<?> type, @Nullable String method) {
    String name = type.getSimpleName();
    return method == null ? ofClass(name) : ofTest(name + "." + method);
  }

  private static @Nullable String ofClass(String name) {
    return switch (name) {
      case "Datagram",
          "DatagramSockets",
          "DatagramTrouble",
          "Multicast",
          "UnixDatagram",
          "UnixDatagramTrouble",
          "UnixSocket" ->
          "of the process's sockets the library takes those of TCP alone";
      case "Options" -> "that kernel does not tell TCP_KEEPIDLE, nor the library all options";
      case "Watch" -> "it waits for pipes and Unix sockets of Java, which are Linux's";
      case "Allocation" -> "it has not ended there in two minutes, and nobody has seen why";
      case "AbsentOwner" -> "it asks a datagram port as well, whose socket is Linux's";
      default -> null;
    };
  }

  private static @Nullable String ofTest(String name) {
    return switch (name) {
      case "KqueueWakerTest.mechanismIsTheOneThatWasFoundOrForced" ->
          "that kernel, of 2016, has no EVFILT_USER";
      case "KqueuePollerTest.timeoutsAreFinerThanMilliseconds" ->
          "that kernel rounds time-outs up to its ticks, of 1 ms at best";
      case "KqueuePollerTest.interruptedWaitIsNoEventAndItsChangesAreApplied" ->
          "signals of the host do not interrupt that kernel's calls";
      case "Counters.aDatagramPortCounts" ->
          "of the process's sockets the library takes those of TCP alone";
      case "Connect.descriptorIsASocketOfThisProcess" ->
          "Linux's list of the process's descriptors has none of that kernel's";
      case "Listener.manyMoreThanTheInboxWaitInTheBacklogAndAreAllAccepted" ->
          "the longest backlog of that kernel is shorter than the test needs";
      case "FailedOpens.withFewFreeDescriptorsOpensLeaveNothing",
          "Listener.descriptorsUsedUpTheListenerSaysSoOnceAndGoesOn" ->
          "the limit on descriptors is Linux's, and the descriptors are not";
      case "Connect.thousandsOfConnectsOfThisEngine",
          "Listener.acceptStormEveryConnectionIsServedOnce" ->
          "that kernel locks up under a storm of connections: calls do not return any more";
      default -> null;
    };
  }
}
