package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeWakeRegressionConformanceTest extends KqueueWakeRegressionConformanceTest {}
