using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Server.Api.Series;
using Vireo.Server.Dashboard.Charts;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Dashboard.VirtualMachines;

/// <summary>One machine: what it used, what it will need, how good that forecast is, and what happened to it.</summary>
public sealed partial class VmPage
{
    private static readonly (int, string)[] Windows = [(1, "1 day"), (3, "3 days"), (7, "7 days")];

    private ChartData? _cpu;
    private ChartData? _memory;
    private ImmutableArray<ModelReport> _reports = [];
    private ModelSummary _summary = ModelSummary.Of([], []);
    private int _days = 1;
    private (long Cycle, string Id, int Days) _shown = (-1, "", 0);

    /// <summary>The fleet.</summary>
    [CascadingParameter]
    public required FleetPicture Picture { get; set; }

    /// <summary>From the address.</summary>
    [Parameter]
    public required string Id { get; set; }

    private EntityId Entity => EntityId.Of(new VirtualMachineId(Id));

    private VirtualMachine? Machine => Picture.Find(new VirtualMachineId(Id));

    private EntityLoad Load => Picture.Load.Of(Entity);

    private VmOutlook? Outlook =>
        Picture.State.Outlook.VirtualMachines.FirstOrDefault(outlook => outlook.VirtualMachine.Value == Id);

    private TimeSpan Horizon => Picture.State.Policy.Horizon;

    private string QualityNote => Outlook switch
    {
        null => "no outlook yet",
        { Quality.Problem: { Length: > 0 } problem } => problem,
        { Quality.IsActionable: false } => "too low to act on",
        _ => "good enough to act on",
    };

    /// <summary>The most that the policy's quantile of the outlook reaches within the horizon.</summary>
    private double? Expected
    {
        get
        {
            var levels = Picture.State.Outlook.Levels;
            int level = levels.IndexOf(Picture.State.Policy.DemandQuantile);
            int steps = Picture.State.Outlook.Steps;

            return Outlook is null || level < 0 || steps == 0
                ? null
                : Outlook.Cpu.Quantiles.AsSpan().Slice(level * steps, steps).ToArray().Max();
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Machine is not null && _shown != (Picture.State.Cycle, Id, _days))
        {
            Read(Machine);
        }
    }

    private void Show(int days)
    {
        _days = days;
        OnParametersSet();
    }

    private void Read(VirtualMachine machine)
    {
        _shown = (Picture.State.Cycle, Id, _days);
        var back = TimeSpan.FromDays(_days);
        var ahead = TimeSpan.FromHours(6 * _days);
        _cpu = ReadOne(Metric.CpuUsage, back, ahead, machine.CpuCapacity.Value);
        _memory = ReadOne(Metric.MemoryUsage, back, ahead, machine.Memory.Value);
        ImmutableArray<ModelReport> all = Fleets.Models(Picture.Cluster);
        _reports = [.. all.Where(report => report.Key.Entity == Entity)];
        _summary = ModelSummary.Of(all, [Fleets.Choices(Picture.Cluster)]);
    }

    private ChartData ReadOne(Metric metric, TimeSpan back, TimeSpan ahead, double capacity) =>
        Charts.Read(Picture.Cluster, new SeriesKey(Entity, metric), Picture.Now, back, ahead) with
        {
            Limit = capacity,
            LimitLabel = "capacity",
            Events = Moves(Picture.Now - back),
        };

    private List<ChartEvent> Moves(DateTimeOffset since) =>
    [
        .. Picture.State.Fleet.RecentMoves
            .Where(move => EntityId.Of(move.VirtualMachine) == Entity && move.At >= since)
            .Select(move => new ChartEvent(move.At.ToUnixTimeMilliseconds(), "moved")),
    ];
}
