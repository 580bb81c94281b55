using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>A group of replicas in a trial: one machine at first, which brings the load.</summary>
public sealed record TrialGroup
{
    /// <summary>Its name.</summary>
    public VmGroupId Id { get; init; }

    /// <summary>Replicas that are kept whatever the load.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The ceiling.</summary>
    public int Maximum { get; init; } = 10;

    /// <summary>A fixed number of replicas, if any.</summary>
    public int? Fixed { get; init; }

    /// <summary>The part of what a replica may carry that each should carry, if that is tracked.</summary>
    public double? Target { get; init; }

    /// <summary>Metrics of the replicas with the means that are wanted.</summary>
    public ImmutableArray<MetricTracking> Targets { get; init; } = [];

    /// <summary>The quantile of the forecast that has to be carried, if that is predicted.</summary>
    public double? Predictive { get; init; }

    /// <summary>Whether replicas are configured and health-checked before they serve.</summary>
    public bool IsChecked { get; init; }

    /// <summary>What users are promised, in milliseconds, if anything.</summary>
    public double? ResponseTimeMs { get; init; }

    /// <summary>Another load than the trial's, in MHz.</summary>
    public TrialLoad? Load { get; init; }

    internal VmGroup ToGroup() => new()
    {
        Id = Id,
        Template = FleetTrialSetup.Template,
        Minimum = Minimum,
        Maximum = Maximum,
        ResponseTime = ResponseTimeMs is { } promised ? TimeSpan.FromMilliseconds(promised) : null,
        Rules = [.. Rules().OfType<ScalingRule>()],
    };

    private IEnumerable<ScalingRule?> Rules() =>
    [
        Fixed is { } count ? new FixedCount(count) : null,
        Target is { } target ? new TargetTracking(target, 0.05) : null,
        .. Targets,
        Predictive is { } quantile ? new PredictiveScaling(quantile) : null,
    ];
}
