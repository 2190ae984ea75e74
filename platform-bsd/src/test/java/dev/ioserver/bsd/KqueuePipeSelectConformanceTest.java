package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeSelectConformanceTest extends KqueueSelectConformanceTest {}
