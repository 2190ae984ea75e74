package dev.ioserver.tls;

import dev.ioserver.testkit.suite.EngineUnderTest;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EngineUnderTest("epoll")
@EnabledOnOs(OS.LINUX)
class EpollTlsTest extends TlsConformance {}
