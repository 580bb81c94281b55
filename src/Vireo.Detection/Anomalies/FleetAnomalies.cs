using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection.Anomalies;

/// <summary>Watches the metrics of a fleet for what is unusual; learns as it looks. Not safe from several threads at
/// once.</summary>
/// <remarks>One <see cref="SeriesDetector"/> a series, about 2 KB; a series that was not seen for
/// <see cref="ForgottenAfter"/> is forgotten. An unusual state that lasts longer than <see cref="LongestFault"/> is the
/// new normal. The result does not depend on the number of threads.</remarks>
public sealed class FleetAnomalies
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestFault = TimeSpan.FromDays(1);

    /// <summary>What only teaches: until two days have shown a time of day, nothing is usual for it.</summary>
    internal static readonly TimeSpan Probation = TimeSpan.FromDays(2);

    private static readonly Metric[] Watched =
    [
        Metric.CpuUsage, Metric.CpuReady, Metric.MemoryUsage, Metric.NetworkReceived, Metric.NetworkSent,
        Metric.DiskRead, Metric.DiskWritten, Metric.NetworkReceiveRate, Metric.NetworkSendRate, Metric.DiskReadRate,
        Metric.DiskWriteRate, Metric.ResponseTime,
    ];

    private readonly Dictionary<SeriesKey, WatchedSeries> _series = [];
    private readonly AlertBudget _budget;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="alertsInThousandDays">What may be told in a thousand days of one host or machine.</param>
    public FleetAnomalies(double alertsInThousandDays = 0.2)
    {
        _budget = new AlertBudget(alertsInThousandDays);
    }

    /// <summary>Series that are remembered.</summary>
    public int Count => _series.Count;

    /// <summary>Learns what is new in the series and says what is unusual now.</summary>
    /// <param name="fleet">A window that ends now; samples seen before are left out.</param>
    /// <returns>Ordered by series.</returns>
    public ImmutableArray<UnusualMetric> Observe(FleetSeries fleet)
    {
        var seen = new List<(WatchedSeries Watched, TimeSeries Series)>();
        foreach (var (key, series) in fleet.Series)
        {
            if (Array.IndexOf(Watched, key.Metric) >= 0 && key.Entity.Kind is EntityKind.Host or EntityKind.VirtualMachine)
            {
                seen.Add((Find(key, series.Step), series));
            }
        }

        Parallel.ForEach(seen, pair => pair.Watched.Take(pair.Series));
        long rows = 0;
        foreach (var (watched, _) in seen)
        {
            rows += watched.RowsTaken;
            if (watched.Began >= 1)
            {
                _budget.Count(watched.Began);
            }
        }

        var told = ImmutableArray.CreateBuilder<UnusualMetric>();
        foreach (var (watched, _) in seen)
        {
            if (watched.Told(_budget.Bar, fleet.AsOf, LongestFault) is { } unusual)
            {
                told.Add(unusual);
            }
        }

        // Each host and machine counts once, however many metrics of it are watched.
        int entities = seen.Select(pair => pair.Series.Key.Entity).Distinct().Count();
        _budget.Pass(rows * (fleet.Step / TimeSpan.FromDays(1)) * entities / Math.Max(1, seen.Count));
        Forget(fleet.AsOf);
        told.Sort((a, b) => a.Key.CompareTo(b.Key));

        return told.ToImmutable();
    }

    private WatchedSeries Find(SeriesKey key, TimeSpan step)
    {
        if (!_series.TryGetValue(key, out WatchedSeries? watched) || watched.Step != step)
        {
            watched = new WatchedSeries(key, step, Math.Max(1, (int)(Probation / step)));
            _series[key] = watched;
        }

        return watched;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, watched) in _series)
        {
            if (now - watched.SeenUntil > ForgottenAfter)
            {
                _series.Remove(key);
            }
        }
    }
}
