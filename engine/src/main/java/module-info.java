/**
 * The engine of ioserver: channels, ports, select, timers and the raw selector, with no knowledge
 * of any operating system. Platforms plug in through {@link dev.ioserver.engine.spi.Engine}; the
 * {@code java.nio} engine is built in as the portable fallback and the baseline.
 */
module dev.ioserver.engine {
  requires java.management;
  requires static jdk.jfr;
  requires static jdk.management;
  requires org.jctools.core;
  requires org.jctools.core.jdk11;
  requires static transitive org.jspecify;

  exports dev.ioserver.engine;
  exports dev.ioserver.engine.api;
  exports dev.ioserver.engine.doctor;
  exports dev.ioserver.engine.memory;
  exports dev.ioserver.engine.spi;

  uses dev.ioserver.engine.spi.Engine;

  provides dev.ioserver.engine.spi.Engine with
      dev.ioserver.engine.nio.NioEngine;
}
