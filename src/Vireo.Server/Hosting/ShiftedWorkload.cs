using Vireo.Simulation;

namespace Vireo.Server.Hosting;

/// <summary>A workload that begins later: what a simulated fleet goes on with when its clock was moved on.</summary>
internal sealed class ShiftedWorkload(IWorkload workload, long samples) : IWorkload
{
    public int Rows => workload.Rows;

    public TimeSpan Step => workload.Step;

    public long? Samples => workload.Samples is { } all ? Math.Max(0, all - samples) : null;

    public IReadOnlyList<WorkloadMetric> Metrics => workload.Metrics;

    public void Read(WorkloadMetric metric, long sample, Span<double> values) =>
        workload.Read(metric, sample + samples, values);
}
