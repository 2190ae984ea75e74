/** TLS as a layer between a port and its socket: see {@link dev.ioserver.tls.Tls}. */
@NullMarked
package dev.ioserver.tls;

import org.jspecify.annotations.NullMarked;
