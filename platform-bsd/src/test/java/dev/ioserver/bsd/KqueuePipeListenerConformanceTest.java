package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeListenerConformanceTest extends KqueueListenerConformanceTest {}
