/**
 * The engine of ioserver and the platforms of all systems, as one requirement. There is no code in
 * here.
 *
 * <p>A program that is compiled against {@code dev.ioserver.engine} and started with these modules
 * on its module path needs no more: the engine finds the platforms as its service providers. A
 * program that requires this module, or a {@code jlink --add-modules dev.ioserver}, takes the
 * platforms along where nothing binds services, as into an image.
 */
module dev.ioserver {
  requires transitive dev.ioserver.engine;
  requires dev.ioserver.bsd;
  requires dev.ioserver.linux;
  requires dev.ioserver.windows;
}
