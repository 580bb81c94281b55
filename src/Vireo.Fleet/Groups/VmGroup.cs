using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>Replicas of one template that carry a load together.</summary>
public sealed record VmGroup
{
    /// <summary>Unique in the cluster.</summary>
    public required VmGroupId Id { get; init; }

    /// <summary>What replicas are made from.</summary>
    public required VmTemplateId Template { get; init; }

    /// <summary>Replicas that are kept whatever the load.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The ceiling over all its objects in any state: created, failed or going (S29).</summary>
    public int Maximum { get; init; } = 10;

    /// <summary>How many replicas are wanted, and why; they combine. None keeps what is there within the
    /// bounds.</summary>
    public ImmutableArray<ScalingRule> Rules { get; init; } = [];

    /// <summary>The load balancer that its replicas join once they serve, and leave before they go; null for
    /// none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ProviderId? BackendPool { get; init; }

    /// <summary>The response time that users accept; null where none is promised. With it, what a replica carries is
    /// learned from the response times that were measured.</summary>
    public TimeSpan? ResponseTime { get; init; }

    /// <summary>The load that one replica carries within the service objective, in the unit of the group's load; null
    /// for what was learned under <see cref="ResponseTime"/>, else <see cref="UpToRatio"/> of its CPU.</summary>
    public double? LoadPerReplica { get; init; }

    /// <summary>The part of a replica's CPU that it may use within the objective, until that is learned: beyond it
    /// answers begin to wait.</summary>
    public double UpToRatio { get; init; } = 0.7;

    /// <summary>From the order to the first request served; what is measured replaces it.</summary>
    public TimeSpan StartUp { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a measured surplus has to last before a replica is taken away (S29).</summary>
    public TimeSpan SurplusFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Rest after growing before anything is taken away (S9).</summary>
    public TimeSpan RestBeforeIn { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Rest after shrinking before growing again, unless the load presses already (S9).</summary>
    public TimeSpan RestBeforeOut { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most replicas ordered in one decision.</summary>
    public int LargestStep { get; init; } = 10;

    /// <summary>Whether decisions are only shown (S15).</summary>
    public bool IsForecastOnly { get; init; }
}
