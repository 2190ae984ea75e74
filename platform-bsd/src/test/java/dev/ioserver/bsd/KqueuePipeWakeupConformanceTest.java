package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeWakeupConformanceTest extends KqueueWakeupConformanceTest {}
