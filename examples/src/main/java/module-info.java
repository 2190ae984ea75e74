/** The order gateway, the echo server and the {@code ioserver} command. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no descriptor, only a name
module dev.ioserver.examples {
  requires HdrHistogram;
  requires dev.ioserver.engine;
  requires info.picocli;
  requires java.management;
  requires java.xml;
  requires jdk.management;
  requires static transitive org.jspecify;

  opens dev.ioserver.examples.cli to
      info.picocli;
}
