using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Machines that somebody asked for together, and how far they have come. All of them serve in the end, or
/// none is left.</summary>
public sealed record Deployment
{
    /// <summary>Unique in the cluster.</summary>
    public required DeploymentId Id { get; init; }

    /// <summary>In the order in which they were asked for.</summary>
    public required ImmutableArray<DeployedMachine> Machines { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when it has to be done; then it is undone (S19).</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How far it has come.</summary>
    public DeploymentStatus Status { get; init; }

    /// <summary>Why it waits, is undone or was; empty when all is well.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why Vireo asks for it by itself; empty when a person asked.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>When it was done or undone.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether a person was asked about it once: it has had the time for an answer that it gets besides its
    /// own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasAsked { get; init; }

    /// <summary>Whether nothing more happens to it.</summary>
    public bool HasEnded => Status is DeploymentStatus.Done or DeploymentStatus.Undone;
}
