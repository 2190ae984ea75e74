package dev.ioserver.examples.dashboard;

import java.util.Locale;

/** Writes one line of JSON. */
final class Json {

  private final StringBuilder text = new StringBuilder(256);
  private boolean first = true;

  /** Begins an object or an array: one of the brackets. */
  Json open(char bracket) {
    separate();
    text.append(bracket);
    first = true;
    return this;
  }

  /** Ends it. */
  Json close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  /** The name of what comes next. */
  Json name(String name) {
    value(name);
    text.append(':');
    first = true;
    return this;
  }

  /** A text. */
  Json value(String value) {
    separate();
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
    return this;
  }

  /** A number, with one decimal at the most. */
  Json value(double value) {
    separate();
    double rounded = Math.round(value * 10) / 10.0;
    if (rounded == Math.rint(rounded)) {
      text.append((long) rounded);
    } else {
      text.append(rounded);
    }
    return this;
  }

  /** Nothing. */
  Json nothing() {
    separate();
    text.append("null");
    return this;
  }

  private void separate() {
    if (!first) {
      text.append(',');
    }
    first = false;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
