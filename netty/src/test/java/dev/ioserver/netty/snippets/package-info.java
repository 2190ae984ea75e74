/** Programs that documents and comments show. */
@NullMarked
package dev.ioserver.netty.snippets;

import org.jspecify.annotations.NullMarked;
