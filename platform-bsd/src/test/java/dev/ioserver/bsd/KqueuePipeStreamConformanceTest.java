package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeStreamConformanceTest extends KqueueStreamConformanceTest {}
