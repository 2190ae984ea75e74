package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeLifecycleConformanceTest extends KqueueLifecycleConformanceTest {}
