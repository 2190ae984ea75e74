package dev.ioserver.examples.gateway.fix;

/** What is wrong with a message for the session, under the numbers of SessionRejectReason (373). */
public enum FixFault {
  NONE(-1, "well formed"),
  INVALID_TAG(0, "no tag with an equals sign behind it"),
  MISSING(1, "required tag missing"),
  NO_VALUE(4, "tag without a value"),
  INCORRECT_VALUE(5, "value out of range for this tag"),
  INCORRECT_FORMAT(6, "incorrect data format for value"),
  COMP_ID(9, "CompID problem"),
  SENDING_TIME(10, "SendingTime accuracy problem"),
  INVALID_TYPE(11, "the message does not begin with a type (35) of FIX 4.4"),
  REPEATED(13, "tag appears more than once");

  private final int reason;
  private final String text;

  FixFault(int reason, String text) {
    this.reason = reason;
    this.text = text;
  }

  /** Returns the number that FIX has for it. */
  int reason() {
    return reason;
  }

  /** Returns the fault in words. */
  public String text() {
    return text;
  }
}
