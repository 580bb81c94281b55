using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A deployment with its steps: what people see.</summary>
/// <param name="Deployment">What was asked for, and how far it has come.</param>
/// <param name="Steps">In the order in which they were decided.</param>
public sealed record DeploymentRecord(Deployment Deployment, ImmutableArray<DeploymentStep> Steps)
{
    /// <summary>Whom or what its next step waits for, by the newest decision; empty when it waits for nobody.</summary>
    public string Waits => Wait.Words;

    /// <summary>The same with what it was once time is over; not kept on disk, the next decision says it again.</summary>
    internal DeploymentWait Wait { get; init; } = DeploymentWait.Nobody;
}
