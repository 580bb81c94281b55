namespace Vireo.Simulation.Trials;

/// <summary>CPU and memory that a trial writes down, one row a machine.</summary>
/// <param name="rows">Machines.</param>
/// <param name="cpu">CPU ratio of a row at a sample.</param>
/// <param name="memory">Memory ratio of a row at a sample.</param>
internal sealed class TrialWorkload(int rows, Func<int, long, double> cpu, Func<int, long, double> memory) : IWorkload
{
    public int Rows => rows;

    public TimeSpan Step => FleetTrialSetup.Interval;

    public long? Samples => null;

    public IReadOnlyList<WorkloadMetric> Metrics { get; init; } = [WorkloadMetric.Cpu];

    public void Read(WorkloadMetric metric, long sample, Span<double> values)
    {
        for (int row = 0; row < rows; row++)
        {
            values[row] = metric == WorkloadMetric.Cpu ? cpu(row, sample) : memory(row, sample);
        }
    }
}
