/**
 * The conformance suite of ioserver: what every engine must do, as abstract test classes. An engine
 * module extends each of them in one test class that names the engine.
 */
module dev.ioserver.testkit {
  requires transitive dev.ioserver.engine;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
  requires jdk.management;
  requires java.logging;
  requires jdk.net;

  exports dev.ioserver.testkit.fixture;
  exports dev.ioserver.testkit.suite;

  opens dev.ioserver.testkit.suite;

  uses dev.ioserver.engine.spi.Engine;
}
