using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.ServiceQuality;
using Vireo.Simulation;

namespace Vireo.Server.Hosting;

/// <summary>Everything the faces of the server (API, dashboard) may see of the clusters that run in this
/// process.</summary>
/// <remarks>Safe from any thread; reads answer from published state and from the stores and never wait for a loop.
/// Changes go through <see cref="Operations"/>. A cluster that is not hosted here throws
/// <see cref="KeyNotFoundException"/>.</remarks>
public interface IFleetView
{
    /// <summary>The clusters hosted here, by identifier.</summary>
    ImmutableArray<ClusterId> Clusters { get; }

    /// <summary>What can be asked of a cluster; its published state is
    /// <see cref="IClusterOperations.State"/>.</summary>
    IClusterOperations Operations(ClusterId cluster);

    /// <summary>Reads a stored series on an even grid; null when nothing is stored.</summary>
    /// <param name="cluster">Whose series.</param>
    /// <param name="key">Which series.</param>
    /// <param name="from">Inclusive; rounded down to the grid.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="step">Grid spacing.</param>
    TimeSeries? Read(ClusterId cluster, SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step);

    /// <summary>How a cluster's demand is forecast: the step and the quantile levels of every forecast.</summary>
    ForecastOptions ForecastOptions(ClusterId cluster);

    /// <summary>Forecasts one series from its newest value on; null when no model knows it.</summary>
    /// <param name="cluster">Whose series.</param>
    /// <param name="key">Which series.</param>
    /// <param name="steps">Steps of <see cref="Vireo.Forecasting.ForecastOptions.Step"/>, from 1.</param>
    DemandForecast? Forecast(ClusterId cluster, SeriesKey key, int steps);

    /// <summary>What was learned of the service that a group gives; null while that is too little.</summary>
    ServiceLevel? Service(ClusterId cluster, VmGroupId group);

    /// <summary>Which model forecasts which series and how well, ordered by series.</summary>
    ImmutableArray<ModelReport> Models(ClusterId cluster);

    /// <summary>What the model choices of the last cycle took of their budget.</summary>
    ChoiceReport Choices(ClusterId cluster);

    /// <summary>Re-runs a decision from its receipt and compares the plans.</summary>
    ReceiptVerification Verify(ClusterId cluster, long receiptId);

    /// <summary>A plan that is not among the published ones any more, with what was promised and measured of it; null
    /// when it is not kept.</summary>
    PlanRecord? FindPlan(ClusterId cluster, long receiptId);

    /// <summary>What a decision was shown; null when it is not kept any more.</summary>
    DecisionInputs? Inputs(ClusterId cluster, long receiptId);

    /// <summary>What happened to an object since an instant, with causes and effects, newest first.</summary>
    /// <param name="cluster">Where it belongs.</param>
    /// <param name="entity">The object.</param>
    /// <param name="since">From when on.</param>
    /// <param name="most">How many events.</param>
    ImmutableArray<TracedEvent> Trace(ClusterId cluster, EntityId entity, DateTimeOffset since, int most);

    /// <summary>The event of a key and all that followed from it, in the order of time; empty when it is not
    /// kept.</summary>
    ImmutableArray<TracedEvent> Following(ClusterId cluster, string key, int most);

    /// <summary>What alert rules are judged by, of the past: the series up to now, what each look sees of them, and how
    /// many series rules may keep.</summary>
    (FleetSeries History, TimeSpan Window, int MostSeries) RuleHistory(ClusterId cluster, TimeSpan since);

    /// <summary>Reads a cluster's own past, to be run again under another policy.</summary>
    /// <param name="cluster">Whose past.</param>
    /// <param name="from">Start of the window; moved to where history begins.</param>
    /// <param name="to">End of the window.</param>
    /// <param name="whyNot">Why there is nothing to replay; empty when there is.</param>
    RecordedHistory? ReadHistory(ClusterId cluster, DateTimeOffset from, DateTimeOffset to, out string whyNot);

    /// <summary>Whether a cluster's time is simulated, and how fast it runs; null when it follows real time.</summary>
    /// <remarks>Infinity while it runs flat out.</remarks>
    double? VirtualSpeed(ClusterId cluster);

    /// <summary>Version and source revision of this server.</summary>
    string CodeVersion { get; }

    /// <summary>What is wrong with the configuration on disk, so that the old one stays in force; empty when nothing
    /// is.</summary>
    ImmutableArray<string> ConfigurationProblems { get; }
}
