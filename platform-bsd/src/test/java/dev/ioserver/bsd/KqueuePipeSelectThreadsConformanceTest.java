package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeSelectThreadsConformanceTest extends KqueueSelectThreadsConformanceTest {}
