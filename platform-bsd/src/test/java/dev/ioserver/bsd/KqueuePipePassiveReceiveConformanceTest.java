package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipePassiveReceiveConformanceTest extends KqueuePassiveReceiveConformanceTest {}
