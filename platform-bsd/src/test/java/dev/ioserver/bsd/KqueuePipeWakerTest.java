package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeWakerTest extends KqueueWakerTest {

  @Override
  Class<? extends KqueueWaker> mechanism() {
    return PipeWaker.class;
  }
}
