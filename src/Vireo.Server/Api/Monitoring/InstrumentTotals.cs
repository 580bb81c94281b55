using System.Diagnostics.Metrics;
using System.Text;
using Vireo.Control;

namespace Vireo.Server.Api.Monitoring;

/// <summary>Adds up what the instruments of the meter <c>Vireo</c> report, for the Prometheus text format.</summary>
/// <remarks>Series are bounded: beyond <see cref="MostSeries"/> new label values are counted and left out.</remarks>
internal sealed class InstrumentTotals : IDisposable
{
    private const int MostSeries = 2_000;

    // From a millisecond to a minute: the stages of a cycle.
    private static readonly double[] Bounds = [0.001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60];

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private int _series;
    private long _leftOut;

    public InstrumentTotals()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == LoopMetrics.SourceName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public void Write(StringBuilder text)
    {
        _listener.RecordObservableInstruments();
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.Write(text);
            }

            MetricFamily.Begin(text, "vireo_metrics_left_out_total", "counter", "Measurements left out because there were too many series.");
            MetricFamily.Sample(text, "vireo_metrics_left_out_total", _leftOut);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new (string, string)[tags.Length];
        for (int i = 0; i < tags.Length; i++)
        {
            labels[i] = (tags[i].Key, tags[i].Value?.ToString() ?? "");
        }

        Array.Sort(labels);
        lock (_gate)
        {
            if (!_families.TryGetValue(instrument.Name, out var family))
            {
                _families.Add(instrument.Name, family = new Family(instrument));
            }

            if (!family.TryAdd(labels, value, mayGrow: _series < MostSeries, out bool isNew))
            {
                _leftOut++;
            }

            _series += isNew ? 1 : 0;
        }
    }

    private sealed class Family(Instrument instrument)
    {
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

        // Counters add up; gauges and observable counters report how things stand.
        private readonly bool _isTotal = instrument is Counter<long> or Counter<double> or UpDownCounter<long> or UpDownCounter<double>;
        private readonly bool _isHistogram = instrument is Histogram<double> or Histogram<long>;

        public bool TryAdd((string, string)[] labels, double value, bool mayGrow, out bool isNew)
        {
            string key = string.Join('\u001f', labels);
            isNew = !_series.TryGetValue(key, out var series);
            if (series is null && !mayGrow)
            {
                isNew = false;

                return false;
            }

            series ??= _series[key] = new Series(labels, new long[Bounds.Length]);
            series.Count++;
            series.Sum = _isTotal || _isHistogram ? series.Sum + value : value;
            for (int i = 0; _isHistogram && i < Bounds.Length; i++)
            {
                series.Buckets[i] += value <= Bounds[i] ? 1 : 0;
            }

            return true;
        }

        public void Write(StringBuilder text)
        {
            bool isCounter = instrument is Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double>;
            string name = MetricFamily.Name(instrument.Name)
                + (instrument.Unit == "s" ? "_seconds" : "") + (isCounter ? "_total" : "");
            string type = _isHistogram ? "histogram" : isCounter ? "counter" : "gauge";
            MetricFamily.Begin(text, name, type, instrument.Description ?? instrument.Name);
            foreach (var series in _series.Values)
            {
                if (_isHistogram)
                {
                    WriteHistogram(text, name, series);
                }
                else
                {
                    MetricFamily.Sample(text, name, series.Sum, series.Labels);
                }
            }
        }

        private static void WriteHistogram(StringBuilder text, string name, Series series)
        {
            for (int i = 0; i < Bounds.Length; i++)
            {
                MetricFamily.Sample(
                    text, name + "_bucket", series.Buckets[i], [.. series.Labels, ("le", MetricFamily.Number(Bounds[i]))]);
            }

            MetricFamily.Sample(text, name + "_bucket", series.Count, [.. series.Labels, ("le", "+Inf")]);
            MetricFamily.Sample(text, name + "_sum", series.Sum, series.Labels);
            MetricFamily.Sample(text, name + "_count", series.Count, series.Labels);
        }
    }

    private sealed class Series((string, string)[] labels, long[] buckets)
    {
        public (string, string)[] Labels { get; } = labels;

        public long[] Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
