package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeCallerRunsConformanceTest extends KqueueCallerRunsConformanceTest {}
