package dev.ioserver.engine.counter;

/**
 * Two cache lines that nothing lies in: processors fetch them in pairs. The fields of a superclass
 * come first in an object, so that those of a subclass are this far from its neighbours.
 */
@SuppressWarnings("unused") // for their room alone
abstract class LeftPad {

  long before00;
  long before01;
  long before02;
  long before03;
  long before04;
  long before05;
  long before06;
  long before07;
  long before08;
  long before09;
  long before10;
  long before11;
  long before12;
  long before13;
  long before14;
  long before15;

  LeftPad() {}
}
