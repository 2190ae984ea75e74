package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeTimerConformanceTest extends KqueueTimerConformanceTest {}
