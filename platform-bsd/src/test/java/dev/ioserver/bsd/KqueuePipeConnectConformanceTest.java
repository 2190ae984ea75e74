package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeConnectConformanceTest extends KqueueConnectConformanceTest {}
