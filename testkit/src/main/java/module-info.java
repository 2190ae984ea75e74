/**
 * The conformance suite of ioserver: what every engine must do, as abstract test classes. An engine
 * module extends each of them with a class that names the engine.
 */
module dev.ioserver.testkit {
  requires transitive dev.ioserver.engine;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
  requires jdk.management;

  exports dev.ioserver.testkit;

  opens dev.ioserver.testkit;

  uses dev.ioserver.engine.spi.Engine;
}
