package dev.ioserver.examples.cluster;

import dev.ioserver.examples.cluster.cli.ClusterCommand;
import java.util.Arrays;

/** Where {@code ioserver cluster} starts. */
public final class Main {

  private Main() {}

  /**
   * Runs the command and exits with its code.
   *
   * @param args with or without the word that has led here: a batch file cannot take it away
   */
  public static void main(String[] args) {
    boolean named = args.length > 0 && args[0].equals("cluster");
    String[] own = named ? Arrays.copyOfRange(args, 1, args.length) : args;
    System.exit(ClusterCommand.commandLine().execute(own));
  }
}
