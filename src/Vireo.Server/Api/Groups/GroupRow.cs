using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Scaling;

namespace Vireo.Server.Api.Groups;

/// <summary>A group of replicas and what is decided about it.</summary>
/// <param name="Cluster">Where it runs.</param>
/// <param name="Group">Its bounds and rules.</param>
/// <param name="Replicas">All its objects by what they do.</param>
/// <param name="Decision">What the rules want, and what is done or why nothing is.</param>
/// <param name="LoadMhz">What it carries now; null when it was not measured.</param>
/// <param name="MhzPerReplica">What one replica carries within the objective; null when that is not known.</param>
/// <param name="BoundMhz">What it may have to carry, step by step, at the wanted quantile.</param>
/// <param name="FailedLately">Creations of the last hour that came to nothing.</param>
public sealed record GroupRow(
    ClusterId Cluster,
    VmGroup Group,
    GroupReplicas Replicas,
    ScalingDecision Decision,
    double? LoadMhz,
    double? MhzPerReplica,
    ImmutableArray<double> BoundMhz,
    int FailedLately)
{
    /// <summary>The version of its template that it should run; null when the template is not configured.</summary>
    public int? Version { get; init; }

    /// <summary>Replicas that serve in another version.</summary>
    public int Outdated { get; init; }

    /// <summary>Why it was rolled back from the newest version; null when it was not.</summary>
    public RejectedVersion? Rejected { get; init; }

    /// <summary>Why an update goes no further for now; null when it may, or none is under way.</summary>
    public string? UpdateWaits { get; init; }

    /// <summary>Its replicas as the load balancer knows them; null where it names none.</summary>
    public BackendsView? Backends { get; init; }

    /// <summary>The row of a picture.</summary>
    /// <param name="cluster">Where it runs.</param>
    /// <param name="picture">The group.</param>
    /// <param name="newest">The newest plan, if any.</param>
    internal static GroupRow Of(ClusterId cluster, GroupPicture picture, Plan? newest) => new(
        cluster, picture.Group, picture.Replicas, picture.Decision, Known(picture.Load.Now), Known(picture.Load.PerReplica),
        [.. picture.Load.Bound.ToArray()], picture.FailedLately)
    {
        Version = picture.Template?.Version,
        Outdated = picture.Outdated.Count(),
        Rejected = picture.Rejected,
        UpdateWaits = picture.WhyUpdateWaits(newest),
        Backends = picture.Backends is { } backends ? BackendsView.Of(picture, backends) : null,
    };

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
