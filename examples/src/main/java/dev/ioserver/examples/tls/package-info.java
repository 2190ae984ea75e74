/** Keys and certificates for examples that speak TLS. */
@NullMarked
package dev.ioserver.examples.tls;

import org.jspecify.annotations.NullMarked;
