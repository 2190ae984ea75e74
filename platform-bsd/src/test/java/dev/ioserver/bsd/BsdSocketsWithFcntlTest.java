package dev.ioserver.bsd;

/** As on macOS, where no call opens a descriptor with its flags. */
class BsdSocketsWithFcntlTest extends BsdSocketsTest {

  @Override
  BsdSockets sockets(KqueuePoller poller) {
    return new BsdSockets(poller, false);
  }

  @Override
  String acceptCall() {
    return "accept";
  }
}
