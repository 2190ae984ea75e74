package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeCreditConformanceTest extends KqueueCreditConformanceTest {}
