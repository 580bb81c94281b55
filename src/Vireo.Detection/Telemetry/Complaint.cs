using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What is wrong with the telemetry of one entity.</summary>
/// <param name="Entity">Which.</param>
/// <param name="Provider">Who reports it.</param>
/// <param name="Name">For people.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
internal sealed record Complaint(EntityId Entity, ProviderId Provider, string Name, string? Problem)
{
    /// <summary>Whether it holds changes and is not told: samples come again, or its host's incident says why they do
    /// not.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>What is told.</summary>
    public string? Told => IsQuiet ? null : Problem;
}
