package cmtp.simulations.report;

/** What sections are made of. */
public sealed interface Part permits LineChart, BarChart, Table, Story {
  String title();
}
