using Vireo.Fleet;
using Vireo.Telemetry.Storage;

namespace Vireo.Simulation;

internal sealed class StandInStore : ITelemetryStore
{
    private readonly Dictionary<SeriesKey, List<(DateTimeOffset At, double Value)>> _samples = [];

    public IReadOnlyList<SeriesKey> Keys => [.. _samples.Keys.Order()];

    public Task AppendAsync(IReadOnlyList<Measurement> samples, CancellationToken cancellationToken)
    {
        foreach (var sample in samples)
        {
            if (!_samples.TryGetValue(sample.Series, out var list))
            {
                _samples.Add(sample.Series, list = []);
            }

            list.Add((sample.At, sample.Value));
        }

        return Task.CompletedTask;
    }

    public TimeSeries? Read(SeriesKey key, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        double[] values = new double[(int)((to - from) / step)];
        Array.Fill(values, double.NaN);
        bool any = false;
        var list = _samples[key];
        for (int i = list.Count - 1; i >= 0 && list[i].At >= from; i--)
        {
            if (list[i].At < to)
            {
                values[(int)((list[i].At - from) / step)] = list[i].Value;
                any = true;
            }
        }

        return any ? new TimeSeries(key, from, step, values, DataQuality.Perfect) : null;
    }

    public FleetSeries ReadFleet(DateTimeOffset from, DateTimeOffset to, TimeSpan step) => new(
        to, step,
        _samples.Keys.Select(key => Read(key, from, to, step)).OfType<TimeSeries>().ToDictionary(series => series.Key));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
