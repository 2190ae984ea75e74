package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeRegressionConformanceTest extends KqueueRegressionConformanceTest {}
