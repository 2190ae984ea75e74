package dev.ioserver.examples.cli;

import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, from the module's descriptor. */
final class Version implements IVersionProvider {

  Version() {}

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getModule().getDescriptor())
            .flatMap(descriptor -> Objects.requireNonNull(descriptor).rawVersion())
            .orElse("(not packaged)");
    return new String[] {"ioserver " + version, "Java " + Runtime.version()};
  }
}
