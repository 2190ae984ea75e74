package dev.ioserver.bsd;

@OnKqueue(waker = "pipe")
class KqueuePipeSelectorConformanceTest extends KqueueSelectorConformanceTest {}
