package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeCloseConformanceTest extends KqueueCloseConformanceTest {}
