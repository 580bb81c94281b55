using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Forecasting.Selection;
using Vireo.Forecasting.ServiceQuality;
using Vireo.Server.Hosting;
using Vireo.Simulation;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>The synthetic fleet as the server would show it.</summary>
internal sealed class FakeFleetView : IFleetView
{
    private static readonly ILookup<HostId, (int Index, double Mhz)> Guests = Enumerable.Range(0, SyntheticFleet.MachineCount)
        .ToLookup(index => SyntheticFleet.Machine(index, 0).Host!.Value, index => (index, SyntheticFleet.Machine(index, 0).CpuCapacity.Value));

    private static ImmutableArray<ModelTrial> Trials { get; } =
    [
        new(ModelNames.Naive, 1, 1, 0.79, 0, "A yardstick; others are better."),
        new(ModelNames.SimpleSmoothing, 0.82, 0.8, 0.81, 0.4, "In the mean with a weight of 40 %."),
        new(ModelNames.HoltWinters, 0.7, 0.72, 0.81, 0.6, "In the mean with a weight of 60 %."),
        new(ModelNames.Linear, 1.2, 1.1, 0.76, 0, "Left out: no better than the naive models."),
    ];

    public FakeOperations Loop { get; } = new();

    public ImmutableArray<ClusterId> Clusters => [SyntheticFleet.Cluster];

    public string CodeVersion => "0.1.0+9a079da";

    public ImmutableArray<string> ConfigurationProblems { get; set; } = [];

    public IClusterOperations Operations(ClusterId cluster) => Loop;

    /// <summary>What can be replayed; nothing unless a test says so.</summary>
    public RecordedHistory? History { get; set; }

    public RecordedHistory? ReadHistory(ClusterId cluster, DateTimeOffset from, DateTimeOffset to, out string whyNot)
    {
        whyNot = History is null ? "The synthetic fleet has no past." : "";

        return History;
    }

    public ImmutableArray<TracedEvent> Trace(ClusterId cluster, EntityId entity, DateTimeOffset since, int most)
    {
        using var state = StateStore.OpenInMemory();

        return new EventTracer(state).About(cluster, JustHappened, entity, since, most);
    }

    public ImmutableArray<TracedEvent> Following(ClusterId cluster, string key, int most)
    {
        using var state = StateStore.OpenInMemory();

        return new EventTracer(state).Following(cluster, JustHappened, key, most);
    }

    /// <summary>The processors of the hosts.</summary>
    public (FleetSeries History, TimeSpan Window, int MostSeries) RuleHistory(ClusterId cluster, TimeSpan since)
    {
        var step = ForecastOptions(cluster).Step;
        var series = Loop.State.Fleet.Hosts
            .Select(host => Read(cluster, new SeriesKey(EntityId.Of(host.Id), Metric.CpuUsage), Loop.State.At - since, Loop.State.At, step))
            .OfType<TimeSeries>();

        return (new FleetSeries(Loop.State.At, step, series.ToDictionary(one => one.Key)), TimeSpan.FromHours(2), 1_000);
    }

    private ImmutableArray<FleetEvent> JustHappened => [.. Loop.State.Timeline.Reverse()];

    public double? VirtualSpeed(ClusterId cluster) => 300;

    public ForecastOptions ForecastOptions(ClusterId cluster) => new();

    public ReceiptVerification Verify(ClusterId cluster, long receiptId) =>
        new(receiptId, true, "Deciding again on the three kept inputs gave the identical plan.");

    /// <summary>A plan that is kept but not published.</summary>
    public PlanRecord? Stored { get; set; }

    public PlanRecord? FindPlan(ClusterId cluster, long receiptId) => Stored?.Receipt.Id == receiptId ? Stored : null;

    /// <summary>Whether the inputs of decisions are kept.</summary>
    public bool KeepsInputs { get; set; } = true;

    public DecisionInputs? Inputs(ClusterId cluster, long receiptId) =>
        KeepsInputs ? new DecisionInputs(Loop.State.Fleet, Loop.State.Outlook) : null;

    public TimeSeries? Read(ClusterId cluster, SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        if (Value(key) is not { } valueAt)
        {
            return null;
        }

        var start = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds() / (long)step.TotalSeconds * (long)step.TotalSeconds);
        double[] values = [.. Enumerable.Range(0, (int)((to - start) / step)).Select(at => valueAt(start + (step * at)))];

        return new TimeSeries(key, start, step, values, DataQuality.Perfect);
    }

    public DemandForecast? Forecast(ClusterId cluster, SeriesKey key, int steps) =>
        key.Entity.Kind != EntityKind.VirtualMachine ? null
        : key.Metric == Metric.CpuUsage ? SyntheticFleet.Forecast(Index(key), Loop.State.At, steps, Machine(key).CpuCapacity.Value)
        : key.Metric == Metric.MemoryUsage ? SyntheticFleet.Forecast(Index(key), Loop.State.At, steps, Machine(key).Memory.Value)
        : null;

    public ServiceLevel? Service(ClusterId cluster, VmGroupId group) => SyntheticService.Level;

    public ChoiceReport Choices(ClusterId cluster) => new(12, 3, 1_500, 2_000);

    public ImmutableArray<ModelReport> Models(ClusterId cluster) =>
    [
        .. Enumerable.Range(0, SyntheticFleet.MachineCount).SelectMany(index => new[]
        {
            new ModelReport(new SeriesKey(EntityId.Of(SyntheticFleet.MachineAt(index)), Metric.CpuUsage), "holt-winters", 4_032, 214, 391, 0.81, 2, Trials),
            new ModelReport(new SeriesKey(EntityId.Of(SyntheticFleet.MachineAt(index)), Metric.MemoryUsage), "naive", 4_032, 1.1e8, 1.1e8, 0.78, 0, []),
        }),
    ];

    private static int Index(SeriesKey key) => int.Parse(key.Entity.Value.AsSpan(key.Entity.Value.IndexOf('-') + 1)) - 1;

    private static VirtualMachine Machine(SeriesKey key) => SyntheticFleet.Machine(Index(key), 0);

    private static Func<DateTimeOffset, double>? Value(SeriesKey key) => key.Entity.Kind switch
    {
        EntityKind.VirtualMachine => OfMachine(key),
        EntityKind.Host => OfHost(key),
        _ => null,
    };

    private static Func<DateTimeOffset, double>? OfMachine(SeriesKey key)
    {
        int index = Index(key);
        var machine = Machine(key);

        return key.Metric == Metric.CpuUsage ? at => SyntheticFleet.Ratio(index, at) * machine.CpuCapacity.Value
            : key.Metric == Metric.MemoryUsage ? at => (0.35 + (0.4 * SyntheticFleet.Ratio(index, at))) * machine.Memory.Value
            : null;
    }

    private static Func<DateTimeOffset, double>? OfHost(SeriesKey key)
    {
        int index = Index(key);
        var host = SyntheticFleet.Host(index);
        var guests = Guests[host.Id].ToList();
        double Load(DateTimeOffset at) => host.State == HostState.On
            ? guests.Sum(guest => SyntheticFleet.Ratio(guest.Index, at) * guest.Mhz) / host.CpuCapacity.Value
            : double.NaN;

        return key.Metric == Metric.CpuUsage ? at => Load(at) * host.CpuCapacity.Value
            : key.Metric == Metric.MemoryUsage ? at => (0.4 + (0.3 * Load(at))) * host.MemoryCapacity.Value
            : key.Metric == Metric.PowerDraw ? at => host.Power.At(Load(at)).Value
            : null;
    }
}
