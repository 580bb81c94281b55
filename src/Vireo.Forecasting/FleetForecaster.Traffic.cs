using System.Collections.Immutable;
using System.Numerics.Tensors;
using Vireo.Fleet;
using Vireo.Forecasting.Selection;
using Vireo.Forecasting.Warm;

namespace Vireo.Forecasting;

/// <content>What machines will want of their host's link and disks, where the host's capacity is known.</content>
public sealed partial class FleetForecaster
{
    /// <summary>From this share of its host's capacity on a series is worth a model of its own; what lies below is taken to go on
    /// as in the newest window.</summary>
    private const double WorthModel = 0.02;

    /// <summary>Below this share nothing is said: a thousand such machines fill a link.</summary>
    private const double WorthMention = 0.001;

    private const double UpperLevel = 0.95;
    private static readonly ImmutableArray<Metric> Link = [Metric.NetworkReceiveRate, Metric.NetworkSendRate];
    private static readonly ImmutableArray<Metric> Disks = [Metric.DiskReadRate, Metric.DiskWriteRate];

    // Once it has a model it keeps it.
    private bool IsHeavyTraffic(SeriesKey key, TimeSeries window) =>
        key.Entity.Kind == EntityKind.VirtualMachine && (Link.Contains(key.Metric) || Disks.Contains(key.Metric)) &&
        CapacityFor(key) is var capacity && double.IsFinite(capacity) &&
        (_trackers.ContainsKey(key) || Largest(window.Values.Span) >= WorthModel * capacity);

    // A link carries as much each way at once; disks share what they carry between reading and writing.
    private VmOutlook WithTraffic(VmOutlook outlook, FleetSeries series, long now, int steps)
    {
        EntityId entity = EntityId.Of(outlook.VirtualMachine);
        PeakTraffic?[] link = [.. Link.Select(metric => Peak(new SeriesKey(entity, metric), series, now, steps))];
        PeakTraffic?[] disks = [.. Disks.Select(metric => Peak(new SeriesKey(entity, metric), series, now, steps))];

        return outlook with
        {
            Network = link.MaxBy(peak => peak?.Upper ?? -1),
            Disk = (disks[0], disks[1]) is ({ } read, { } written)
                ? new PeakTraffic(read.Median + written.Median, read.Median + written.Median + Math.Round(double.Hypot(
                    read.Upper - read.Median, written.Upper - written.Median)))
                : disks[0] ?? disks[1],
        };
    }

    private PeakTraffic? Peak(SeriesKey key, FleetSeries series, long now, int steps)
    {
        double capacity = CapacityFor(key);
        if (!double.IsFinite(capacity) || series.Find(key.Entity, key.Metric) is not { } window)
        {
            return null;
        }

        var peak = _trackers.TryGetValue(key, out SeriesTracker? tracker) && tracker.Learned > 0
            ? PeakOf(ForecastOf(
                tracker, (int)Math.Clamp(now - tracker.Next, 0, LongestDelay), steps, DemandBounds.Upto(capacity)), steps)
            : Largest(window.Values.Span) >= WorthMention * capacity ? PeakOf(window.Values.Span)
            : default;

        return peak.Upper >= WorthMention * capacity
            ? new PeakTraffic(Math.Round(peak.Median), Math.Round(Math.Max(peak.Median, peak.Upper)))
            : null;
    }

    private PeakTraffic PeakOf(DemandForecast forecast, int steps)
    {
        int middle = Math.Max(0, Array.IndexOf(_levels, 0.5));
        int upper = Array.FindIndex(_levels, level => level >= UpperLevel - 1e-9);
        upper = upper < 0 ? _levels.Length - 1 : upper;
        var quantiles = forecast.Quantiles.AsSpan();

        return new PeakTraffic(
            TensorPrimitives.Max(quantiles.Slice(middle * steps, steps)), TensorPrimitives.Max(quantiles.Slice(upper * steps, steps)));
    }

    private static PeakTraffic PeakOf(ReadOnlySpan<double> window)
    {
        double[] finite = [.. window.ToArray().Where(double.IsFinite).Order()];

        return finite.Length == 0
            ? default
            : new PeakTraffic(finite[(finite.Length - 1) / 2], finite[(int)Math.Ceiling(UpperLevel * (finite.Length - 1))]);
    }

    private static double Largest(ReadOnlySpan<double> window)
    {
        double largest = 0;
        foreach (double value in window)
        {
            largest = value > largest && double.IsFinite(value) ? value : largest;
        }

        return largest;
    }

    // Infinite where it is not known: nothing is heavy there, and nothing is said.
    private double CapacityFor(SeriesKey key)
    {
        double capacity = _machines.TryGetValue(key.Entity, out VirtualMachine? machine) && machine.Host is { } on &&
            _hosts.TryGetValue(EntityId.Of(on), out Host? host)
            ? (Link.Contains(key.Metric) ? host.NetworkCapacity : host.DiskCapacity).Value
            : 0;

        return capacity > 0 ? capacity : double.PositiveInfinity;
    }
}
