using System.Collections.Immutable;

namespace Vireo.Simulation;

/// <summary>Collects the rows of a long-form trace and puts them on an even grid.</summary>
internal sealed class LongFormRows(ImmutableArray<TraceColumn?> columns, TraceLimits limits)
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _index = [];
    private readonly List<List<(long At, float[] Values)>> _rows = [];
    private float[] _current = [];
    private long _values;
    private long _ignored;

    public ImmutableArray<TraceColumn?> Columns => columns;

    public void Begin(TraceLines lines, string name, long at)
    {
        if (!_index.TryGetValue(name, out int index))
        {
            index = _names.Count;
            _index.Add(name, index);
            _names.Add(name);
            _rows.Add([]);
        }

        _values += columns.Length;
        if (_names.Count > limits.Machines || _values > limits.Values || _rows[index].Count >= limits.Samples)
        {
            throw lines.Error(
                $"at most {limits.Machines} machines, {limits.Samples} samples each and {limits.Values} values", "more");
        }

        _current = new float[columns.Length];
        Array.Fill(_current, float.NaN);
        _rows[index].Add((at, _current));
    }

    public void Set(int column, double value)
    {
        if (columns[column] is { } known)
        {
            _current[column] = known.Keep(value, ref _ignored);
        }
    }

    public TraceSet Finish(string file, bool isDated, TimeSpan defaultStep)
    {
        if (_names.Count == 0)
        {
            throw new TraceFormatException(file, 0, "at least one row", "only a header");
        }

        long step = isDated ? Math.Max(1, SmallestGap((long)defaultStep.TotalSeconds)) : 1;
        long first = _rows.Min(row => row.Min(sample => sample.At));
        long samples = ((_rows.Max(row => row.Max(sample => sample.At)) - first) / step) + 1;
        if (samples > limits.Samples || samples * _names.Count > limits.Values)
        {
            throw new TraceFormatException(
                file, 0, $"at most {limits.Samples} samples a machine", $"{samples} steps of {step} s");
        }

        return new TraceSet(
            file,
            [.. _names.Select(name => new TraceMachine(name, null, null, null))],
            isDated ? TimeSpan.FromSeconds(step) : defaultStep,
            isDated ? DateTimeOffset.FromUnixTimeSeconds(first) : null,
            [.. Distinct().Select(column => Align(column, first, step, (int)samples))],
            _ignored);
    }

    private IEnumerable<int> Distinct() => Enumerable.Range(0, columns.Length)
        .Where(column => columns[column] is not null)
        .DistinctBy(column => columns[column]!.Metric)
        .OrderBy(column => columns[column]!.Metric);

    private TraceSeries Align(int column, long first, long step, int samples) => new(
        columns[column]!.Metric,
        columns[column]!.Divisor,
        [
            .. _rows.Select(row =>
            {
                float[] values = new float[samples];
                Array.Fill(values, float.NaN);
                foreach (var (at, cells) in row)
                {
                    values[(at - first) / step] = cells[column];
                }

                return values;
            }),
        ]);

    private long SmallestGap(long fallback)
    {
        long smallest = long.MaxValue;
        foreach (var row in _rows)
        {
            row.Sort((left, right) => left.At.CompareTo(right.At));
            for (int i = 1; i < row.Count; i++)
            {
                long gap = row[i].At - row[i - 1].At;
                smallest = gap > 0 ? Math.Min(smallest, gap) : smallest;
            }
        }

        return smallest == long.MaxValue ? fallback : smallest;
    }
}
