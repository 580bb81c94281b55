namespace Vireo.Simulation;

/// <summary>What the virtual machines want to do: a recorded trace or a generator.</summary>
public interface IWorkload
{
    /// <summary>How many machines it describes; each has a row.</summary>
    int Rows { get; }

    /// <summary>Spacing of its samples.</summary>
    TimeSpan Step { get; }

    /// <summary>Samples until it ends (then its last one holds); null when it never does.</summary>
    long? Samples { get; }

    /// <summary>What it knows; the rest is not measured.</summary>
    IReadOnlyList<WorkloadMetric> Metrics { get; }

    /// <summary>Reads one sample of every machine. The same question always has the same answer.</summary>
    /// <param name="metric">One of <see cref="Metrics"/>.</param>
    /// <param name="sample">From 0.</param>
    /// <param name="values">Receives one value a row; NaN where nothing was recorded.</param>
    void Read(WorkloadMetric metric, long sample, Span<double> values);
}
