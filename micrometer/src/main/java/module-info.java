/** The counters of an ioserver as meters of Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // it has a name alone
module dev.ioserver.micrometer {
  requires transitive dev.ioserver.engine;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;

  exports dev.ioserver.micrometer;
}
