package dev.ioserver.examples.dashboard;

import dev.ioserver.engine.api.PortSnapshot;
import java.util.List;

/** What a dashboard shows. It is asked on the dashboard's thread, and must not wait. */
public interface DashboardSource {

  /** The numbers of the moment. */
  Sample sample();

  /** The connections of the moment; asked only while somebody looks. */
  List<PortSnapshot> ports();
}
