package dev.ioserver.examples.cluster.node;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a member is to run.
 *
 * @param id its place in the list of members, from 0
 * @param members all members, the same list for each
 * @param folder where log and snapshots are kept; of this member alone
 * @param stocks what is traded, the same on each member
 * @param sync whether the log is forced to the disk before an order is answered, which a loss of
 *     power asks for; a process that is killed loses nothing without
 * @param say takes lines about what becomes of the member
 * @param fatal takes the one line that says why it cannot go on
 */
public record NodeConfig(
    int id,
    Members members,
    Path folder,
    List<String> stocks,
    boolean sync,
    Consumer<String> say,
    Consumer<String> fatal) {

  /** Checks the id. */
  public NodeConfig {
    if (id < 0 || id >= members.all().size()) {
      throw new IllegalArgumentException(
          "--id "
              + id
              + " is no place in --members, which names "
              + members.all().size()
              + ": 0 to "
              + (members.all().size() - 1));
    }
    stocks = List.copyOf(stocks);
  }
}
