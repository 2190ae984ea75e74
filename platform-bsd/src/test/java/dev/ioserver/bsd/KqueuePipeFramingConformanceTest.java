package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeFramingConformanceTest extends KqueueFramingConformanceTest {}
