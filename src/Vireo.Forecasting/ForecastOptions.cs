using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Forecasting.Boosting;

namespace Vireo.Forecasting;

/// <summary>How a fleet's demand is forecast.</summary>
public sealed record ForecastOptions
{
    /// <summary>Spacing of the series that models learn from.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How much history a model sees: two weeks cover the weekly pattern twice.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Quantile levels of the outlook, ascending.</summary>
    public ImmutableArray<double> Levels { get; init; } = [0.05, 0.1, 0.5, 0.9, 0.95, 0.99];

    /// <summary>How often a series' model is chosen anew.</summary>
    public TimeSpan ReselectEvery { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Steps ahead for which errors are measured; beyond, intervals widen with the root of the
    /// distance.</summary>
    public int CalibratedSteps { get; init; } = 12;

    /// <summary>Metrics that get a model; the rest is not learned.</summary>
    public ImmutableArray<Metric> Metrics { get; init; } = [Metric.CpuUsage, Metric.CpuDemand, Metric.MemoryUsage];

    /// <summary>A series that has been silent so long is forgotten: its machine is gone.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Work that model choices may be in one cycle, so that no cycle spikes: in units of about a microsecond
    /// of one core, counted and not measured.</summary>
    public int SelectionBudget { get; init; } = 2_000_000;

    /// <summary>Whether models are refined (<see cref="RefinementBudget"/>) where
    /// <see cref="Policy.RefineModels"/> does not say. Off: virtual time passes faster than CPU time for it.</summary>
    public bool RefinesModels { get; init; }

    /// <summary>Of what a cycle's choices leave of <see cref="SelectionBudget"/>, how much thorough choices may take, in
    /// the same unit: as a file is forecast, one costs some ten to three hundred times a quick one.</summary>
    public int RefinementBudget { get; init; } = 1_000_000;

    /// <summary>After how long a thorough choice is made anew, when there is budget for it; after twice as long it gives
    /// way to a quick one. Until then its models are fitted anew as often as others are chosen.</summary>
    public TimeSpan RefineEvery { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How trees that all series share are trained where <see cref="Policy.SharedTrees"/> asks for them; their
    /// horizon is <see cref="CalibratedSteps"/>.</summary>
    public BoostingOptions SharedTrees { get; init; } = new() { Rows = 30_000, Trees = 100, Forests = 1 };
}
