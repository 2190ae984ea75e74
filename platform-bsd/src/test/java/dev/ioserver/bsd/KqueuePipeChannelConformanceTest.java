package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeChannelConformanceTest extends KqueueChannelConformanceTest {}
