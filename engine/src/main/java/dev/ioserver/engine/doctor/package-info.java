/**
 * Says of a process which engine it would use and why not a better one: {@link
 * dev.ioserver.engine.doctor.Doctor}, which runs from the artifacts alone.
 */
@NullMarked
package dev.ioserver.engine.doctor;

import org.jspecify.annotations.NullMarked;
