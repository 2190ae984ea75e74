/** A program that requires the engine alone. */
module com.example.modular {
  requires dev.ioserver.engine;
}
