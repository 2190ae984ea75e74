package dev.ioserver.bsd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a class where there is a kqueue: on the systems that have one, and on Linux if the
 * environment variable IOSERVER_LIBKQUEUE, or the system property ioserver.kqueue.library, names a
 * libkqueue, or IOSERVER_RUMP a library with a kernel of BSD inside. Elsewhere the class is
 * skipped, loudly.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(KqueueCondition.class)
@interface OnKqueue {

  /** "pipe" to force that waker, "" for what is found. */
  String waker() default "";
}
