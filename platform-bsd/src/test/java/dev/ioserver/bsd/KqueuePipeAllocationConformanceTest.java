package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeAllocationConformanceTest extends KqueueAllocationConformanceTest {}
