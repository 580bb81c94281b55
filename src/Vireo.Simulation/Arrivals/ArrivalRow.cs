namespace Vireo.Simulation.Arrivals;

/// <summary>One machine of a trace of arrivals.</summary>
/// <param name="Second">When it arrives.</param>
/// <param name="Batch">The request it came with.</param>
/// <param name="Cores">Its cores.</param>
/// <param name="MemoryGib">Its memory.</param>
/// <param name="DurationBin">Which bin its lifetime is in; the age reached where it still ran when the trace
/// ended.</param>
/// <param name="IsCensored">Whether it still ran then.</param>
public readonly record struct ArrivalRow(
    int Second, int Batch, int Cores, double MemoryGib, int DurationBin, bool IsCensored);
