package dev.ioserver.bench.echo;

import dev.ioserver.bench.jvm.JvmArgs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/** A program in Java in a process of its own, by the JVM that runs this one. */
public final class JavaProgram {

  private JavaProgram() {}

  /**
   * Starts it, pinned as the calling thread is.
   *
   * @param classPath where its classes are
   * @param main the class that begins
   * @param jvmArgs further arguments of the JVM
   * @param errors where its error output goes
   * @param arguments those of the program
   */
  public static Process start(
      String classPath, Class<?> main, List<String> jvmArgs, Redirect errors, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add(JvmArgs.NATIVE_ACCESS);
    command.add(JvmArgs.UNSAFE);
    command.addAll(jvmArgs);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(errors).start();
  }
}
