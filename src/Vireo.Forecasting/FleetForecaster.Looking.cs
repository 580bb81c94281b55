using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Vireo.Fleet;
using Vireo.Forecasting.Selection;
using Vireo.Forecasting.Warm;

namespace Vireo.Forecasting;

/// <content>From models to an outlook, and what is expected of machines that were never measured.</content>
public sealed partial class FleetForecaster
{
    // Machines that run and of which nothing was measured yet. What became silent is not new: nothing is said of it.
    private void CollectUnmeasured(FleetSnapshot fleet, FleetSeries series)
    {
        _unmeasured.Clear();
        long now = StepNumber(series.AsOf);
        foreach (VirtualMachine machine in fleet.VirtualMachines)
        {
            var entity = EntityId.Of(machine.Id);
            if (machine.State != PowerState.On || IsMeasured(new SeriesKey(entity, Metric.CpuUsage))
                || IsMeasured(new SeriesKey(entity, Metric.CpuDemand)))
            {
                continue;
            }

            foreach (Metric metric in Options.Metrics)
            {
                if (NewcomerOf(new SeriesKey(entity, metric), now) is { } newcomer)
                {
                    _unmeasured[new SeriesKey(entity, metric)] = newcomer;
                }
            }
        }
    }

    // Demand where it is known: what a host could not give counts.
    private static TimeSeries? CpuOf(EntityId entity, FleetSeries series) =>
        series.Find(entity, Metric.CpuDemand) ?? series.Find(entity, Metric.CpuUsage);

    private static bool IsCompared(SeriesKey key, FleetSeries series) =>
        key.Entity.Kind == EntityKind.VirtualMachine && CpuOf(key.Entity, series)?.Key == key;

    private void ComparePeaks(FleetSnapshot fleet, FleetSeries series)
    {
        var tapes = new List<(VirtualMachine, ErrorTape)>(fleet.VirtualMachines.Length);
        foreach (VirtualMachine machine in fleet.VirtualMachines)
        {
            if (CpuOf(EntityId.Of(machine.Id), series) is { } cpu && _trackers.TryGetValue(cpu.Key, out SeriesTracker? tracker))
            {
                tapes.Add((machine, tracker.Compare()));
            }
        }

        _peaks.Learn(tapes);
    }

    private bool IsMeasured(SeriesKey key) => _trackers.ContainsKey(key);

    private Newcomer? NewcomerOf(SeriesKey key, long now) =>
        _machines.TryGetValue(key.Entity, out VirtualMachine? machine)
            ? _newcomers.For(machine, key.Metric, _trackers.Values, _machines, now)
            : null;

    // No action rests on it: its quality says that nothing was measured (S28).
    private VmOutlook? LookAtUnmeasured(VirtualMachine machine, long now, int steps)
    {
        var entity = EntityId.Of(machine.Id);
        var key = new SeriesKey(entity, Metric.CpuDemand);
        key = _unmeasured.ContainsKey(key) ? key : key with { Metric = Metric.CpuUsage };
        if (!_unmeasured.TryGetValue(key, out Newcomer? newcomer) || Newborn(key, now, steps) is not { } cpu)
        {
            return null;
        }

        DemandForecast memory =
            Newborn(new SeriesKey(entity, Metric.MemoryUsage), now, steps) ?? Configured(machine.Memory, steps);
        var quality = new DataQuality(0, TimeSpan.Zero, 1, 0, $"Nothing was measured yet. {newcomer.Basis}");

        return new(machine.Id, cpu, memory, quality);
    }

    private DemandForecast? Newborn(SeriesKey key, long now, int steps)
    {
        if (!_unmeasured.TryGetValue(key, out Newcomer? newcomer))
        {
            return null;
        }

        double[] quantiles = new double[_levels.Length * steps];
        newcomer.ModelFrom(now).Forecast(_levels, steps, quantiles);
        DemandBounds bounds = DemandBounds.Upto(newcomer.Capacity);

        return new(
            [.. quantiles.Select(quantile => (float)Math.Round(bounds.Clamp(quantile)))], ModelNames.ColdStart);
    }

    private ModelReport ReportOf(SeriesKey newborn) =>
        new(newborn, ModelNames.ColdStart, 0, double.NaN, double.NaN, double.NaN, 0, [])
        {
            Basis = _unmeasured[newborn].Basis,
        };

    private VmOutlook? LookAt(VirtualMachine machine, FleetSeries series, int steps)
    {
        EntityId entity = EntityId.Of(machine.Id);
        TimeSeries? cpu = CpuOf(entity, series);
        long now = StepNumber(series.AsOf);
        if (machine.State != PowerState.On || cpu is null)
        {
            return LookAtUnmeasured(machine, now, steps);
        }

        DemandForecast? cpuForecast = Expect(cpu.Key, now, steps, machine.CpuCapacity.Value);
        DemandForecast? memoryForecast =
            Expect(new SeriesKey(entity, Metric.MemoryUsage), now, steps, machine.Memory.Value);

        return cpuForecast is null
            ? null
            : WithTraffic(
                new(machine.Id, cpuForecast, memoryForecast ?? Configured(machine.Memory, steps), cpu.Quality), series, now, steps);
    }

    private DemandForecast? Expect(SeriesKey key, long now, int steps, double capacity)
    {
        if (!_trackers.TryGetValue(key, out SeriesTracker? tracker) || tracker.Learned == 0)
        {
            return null;
        }

        tracker.Active.Intervals.PriorScale = PriorSpreadRatio * Math.Max(0, capacity);
        int delay = (int)Math.Clamp(now - tracker.Next, 0, LongestDelay);

        return Whole(ForecastOf(tracker, delay, steps, DemandBounds.Upto(capacity)));
    }

    // Demand that exceeds the machine is what people look for; use that does is impossible.
    private DemandBounds BoundsOf(SeriesKey key)
    {
        (CpuMhz cpu, MemoryBytes memory) = _machines.TryGetValue(key.Entity, out VirtualMachine? machine)
            ? (machine.CpuCapacity, machine.Memory)
            : _hosts.TryGetValue(key.Entity, out Host? host) ? (host.CpuCapacity, host.MemoryCapacity) : default;

        return DemandBounds.Upto(
            key.Metric == Metric.CpuUsage ? cpu.Value : key.Metric == Metric.MemoryUsage ? memory.Value : 0);
    }

    // No decision turns on a fraction of a megahertz or a byte, and whole numbers are quick to hash, store and read.
    private static DemandForecast Whole(DemandForecast forecast)
    {
        float[] whole = new float[forecast.Quantiles.Length];
        TensorPrimitives.Round(forecast.Quantiles.AsSpan(), whole);

        return forecast with { Quantiles = ImmutableCollectionsMarshal.AsImmutableArray(whole) };
    }

    private DemandForecast ForecastOf(SeriesTracker tracker, int delay, int steps, DemandBounds bounds)
    {
        float[] quantiles = new float[_levels.Length * steps];
        DemandBounds ordinary = tracker.Effects.IsNone ? bounds : DemandBounds.Upto(double.PositiveInfinity);
        tracker.Active.Quantiles(_levels, delay, ordinary, quantiles);
        tracker.Effects.Apply(quantiles, _levels, tracker.Next + delay, bounds.Ceiling);

        return new(ImmutableCollectionsMarshal.AsImmutableArray(quantiles), tracker.Active.Model.Name);
    }

    // Memory that nobody measures is taken as fully used: the safe reading of no data.
    private DemandForecast Configured(MemoryBytes memory, int steps)
    {
        float[] quantiles = new float[_levels.Length * steps];
        Array.Fill(quantiles, (float)memory.Value);

        return new(ImmutableCollectionsMarshal.AsImmutableArray(quantiles), "configured");
    }
}
