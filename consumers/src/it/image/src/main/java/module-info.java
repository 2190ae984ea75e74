/** A program that takes the platforms along into its image. */
module com.example.image {
  requires dev.ioserver;
}
