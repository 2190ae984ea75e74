package dev.ioserver.examples.gateway.soup;

/** Decides who may log in. Must be safe for every thread that runs sessions. */
@FunctionalInterface
public interface CredentialsChecker {

  /** Returns whether {@code password} is right for {@code username}; both come without padding. */
  boolean check(String username, String password);
}
