package dev.ioserver.tls;

import dev.ioserver.testkit.suite.EngineUnderTest;

@EngineUnderTest("nio")
class NioTlsTest extends TlsConformance {}
