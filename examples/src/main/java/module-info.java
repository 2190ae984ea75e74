/** The order gateway, the echo server and the {@code ioserver} command. */
@SuppressWarnings("requires-automatic") // HdrHistogram and XChart have no descriptor, only a name
module dev.ioserver.examples {
  requires HdrHistogram;
  requires dev.ioserver.engine;
  requires dev.ioserver.tls;
  requires info.picocli;
  requires java.desktop;
  requires java.management;
  requires jdk.management;
  requires org.knowm.xchart;
  requires static transitive org.jspecify;

  opens dev.ioserver.examples.cli to
      info.picocli;
}
