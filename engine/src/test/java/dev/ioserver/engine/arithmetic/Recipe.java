package dev.ioserver.engine.arithmetic;

/**
 * What a method is called on, with what else than the number at its extremes, and what it is to do.
 */
record Recipe(Object target, Object[] usual, Ends ends, Check check) {
  static Recipe of(Object target, Object... usual) {
    return new Recipe(target, usual, Ends.AT_ONCE, (_, _) -> {});
  }

  Recipe waits() {
    return new Recipe(target, usual, Ends.AFTER_TIMEOUT, check);
  }

  Recipe waitsForEverIfNegative() {
    return new Recipe(target, usual, Ends.NEGATIVE_IS_FOR_EVER, check);
  }

  Recipe then(Check next) {
    return new Recipe(target, usual, ends, next);
  }

  enum Ends {
    AT_ONCE,
    /** After the last argument, as time; 0 or less does not wait. */
    AFTER_TIMEOUT,
    /** As the other, but negative waits without end. */
    NEGATIVE_IS_FOR_EVER
  }

  @FunctionalInterface
  interface Check {
    void look(Object result, Object[] arguments) throws Exception;
  }
}
