using Vireo.Fleet;
using Vireo.Simulation;

namespace Vireo.Server.Hosting.Replaying;

/// <summary>A comparison of two policies on a cluster's own past, asked for by somebody.</summary>
/// <param name="Id">1, 2, 3… since the server started.</param>
/// <param name="Cluster">Whose past.</param>
/// <param name="Policy">Name of the policy thought of.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="From">Start of the window that was asked for, by the cluster's clock.</param>
/// <param name="To">Its end.</param>
/// <param name="PutsInForce">Whether the policy is put in force when nothing speaks against it.</param>
public sealed record ReplayJob(
    long Id, ClusterId Cluster, string Policy, string AskedBy, DateTimeOffset From, DateTimeOffset To, bool PutsInForce)
{
    /// <summary>How far it has come.</summary>
    public ReplayStatus Status { get; init; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>What came of it, in one sentence; empty while it runs.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Whether the policy was put in force.</summary>
    public bool IsInForce { get; init; }

    /// <summary>The figures; null until it is done.</summary>
    public ReplayComparison? Comparison { get; init; }

    /// <summary>Whether nothing more happens to it.</summary>
    public bool HasEnded => Status >= ReplayStatus.Done;
}
