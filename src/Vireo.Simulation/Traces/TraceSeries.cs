namespace Vireo.Simulation;

/// <summary>One metric of all machines of a trace, as recorded.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Divisor">Recorded value / divisor = CPU ratio, bytes, or bytes per second. Kept apart so that whole
/// per cents stay exact.</param>
/// <param name="Rows">One array a machine, in the trace's order; NaN for no value. Rows may differ in length.</param>
public sealed record TraceSeries(WorkloadMetric Metric, double Divisor, IReadOnlyList<float[]> Rows);
