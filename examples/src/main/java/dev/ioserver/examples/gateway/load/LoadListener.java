package dev.ioserver.examples.gateway.load;

/** Hears of the parts of a load, on the clients' thread. */
public interface LoadListener {

  /** The measurement begins now. */
  void onMeasuring();

  /** The measurement has ended: no more orders are due. */
  void onMeasured();
}
