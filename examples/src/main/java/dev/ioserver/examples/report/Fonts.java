package dev.ioserver.examples.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import org.jspecify.annotations.Nullable;

/**
 * Whether plots can be drawn here. XChart measures text with AWT, which needs fonts, and a server
 * often has none.
 */
public final class Fonts {

  private static final String HEADLESS = "java.awt.headless";
  private static final String REMEDY =
      "; install fontconfig and a font, such as Debian's packages fontconfig and fonts-dejavu-core";

  private Fonts() {}

  /** Why no plot can be drawn, and what helps, or null if one can. */
  public static @Nullable String unavailabilityCause() {
    if (System.getProperty(HEADLESS) == null) {
      // Before AWT is touched: a plot needs no screen, and is not to wait for one.
      System.setProperty(HEADLESS, "true");
    }
    try {
      measure();
      return null;
    } catch (LinkageError | InternalError | RuntimeException e) {
      // What AWT throws depends on what is missing: fontconfig, fonts, its own libraries, or all
      // of java.desktop. The second time it is a NoClassDefFoundError that knows the first.
      return "AWT has no fonts to measure text with (" + root(e) + ")" + REMEDY;
    }
  }

  private static void measure() {
    new TextLayout(
            "0", new Font(Font.SANS_SERIF, Font.PLAIN, 12), new FontRenderContext(null, true, true))
        .getBounds();
  }

  private static String root(Throwable e) {
    Throwable root = e;
    for (Throwable next = e.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getName() : message;
  }
}
