namespace Vireo.Simulation;

/// <summary>A service whose replicas are added and taken away while its load comes and goes.</summary>
/// <param name="Load">Requests a second, one value a minute.</param>
/// <param name="Capacity">Requests a second that saturate one replica.</param>
/// <param name="Objective">The mean response time that users accept, in seconds.</param>
/// <param name="StartUp">From the order of a replica to its first request.</param>
/// <param name="Judged">The minute from which figures count; before, everybody only learns.</param>
public sealed record ServiceScenario(
    ReadOnlyMemory<double> Load, double Capacity, double Objective, TimeSpan StartUp, int Judged)
{
    /// <summary>A replica takes this long to stop after its last request.</summary>
    public TimeSpan Leaving { get; init; } = TimeSpan.FromMinutes(1);
}
