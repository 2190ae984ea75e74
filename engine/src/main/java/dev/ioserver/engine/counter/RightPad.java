package dev.ioserver.engine.counter;

/** Three words with two cache lines around them to themselves. */
@SuppressWarnings("unused") // for their room alone
abstract class RightPad extends PaddedFields {

  long after00;
  long after01;
  long after02;
  long after03;
  long after04;
  long after05;
  long after06;
  long after07;
  long after08;
  long after09;
  long after10;
  long after11;
  long after12;
  long after13;
  long after14;
  long after15;

  RightPad() {}
}
