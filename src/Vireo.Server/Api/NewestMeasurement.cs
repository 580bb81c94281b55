using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api;

/// <summary>The newest values that were measured in a cluster by an instant, a few steps back at most.</summary>
internal readonly struct NewestMeasurement(IFleetView fleets, ClusterId cluster, DateTimeOffset now)
{
    private const int StepsToLookBack = 3;

    private readonly TimeSpan _step = fleets.ForecastOptions(cluster).Step;

    /// <summary>Of one series; null when nothing was measured lately.</summary>
    public double? Of(SeriesKey key)
    {
        if (fleets.Read(cluster, key, now - (_step * StepsToLookBack), now, _step) is not { } series)
        {
            return null;
        }

        var values = series.Values.Span;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            if (double.IsFinite(values[i]))
            {
                return values[i];
            }
        }

        return null;
    }
}
