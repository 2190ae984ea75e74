package dev.ioserver.bsd;

/** As on macOS, where no call opens a descriptor with its flags. */
class BsdSocketsWithFcntlTest extends BsdSocketsTest {

  @Override
  boolean atOnce() {
    return false;
  }
}
