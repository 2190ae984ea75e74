package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeBackpressureConformanceTest extends KqueueBackpressureConformanceTest {}
