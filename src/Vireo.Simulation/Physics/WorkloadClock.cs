namespace Vireo.Simulation;

/// <summary>Reads a workload at any instant: linear between its samples, the last known value across a gap.</summary>
internal sealed class WorkloadClock
{
    private readonly IWorkload _workload;
    private readonly double _stepSeconds;
    private readonly double[][] _current;
    private readonly double[][] _next;
    private readonly double[] _held;
    private readonly int[] _slot;
    private long _sample = -1;
    private double _seconds;

    public WorkloadClock(IWorkload workload)
    {
        _workload = workload;
        _stepSeconds = workload.Step.TotalSeconds;
        _current = [.. workload.Metrics.Select(_ => new double[workload.Rows])];
        _next = [.. workload.Metrics.Select(_ => new double[workload.Rows])];
        _held = new double[workload.Rows];
        _slot = [.. Enum.GetValues<WorkloadMetric>().Select(metric => IndexOf(workload.Metrics, metric))];
    }

    public bool Knows(WorkloadMetric metric) => _slot[(int)metric] >= 0;

    /// <summary>Moves to an instant, in seconds since the scenario's start; never back.</summary>
    public void MoveTo(double seconds)
    {
        _seconds = seconds;
        long sample = (long)Math.Floor(seconds / _stepSeconds);
        if (sample != _sample)
        {
            Load(sample);
        }
    }

    /// <summary>What a row wants of a metric now; NaN where nothing is recorded.</summary>
    public double Recorded(WorkloadMetric metric, int row)
    {
        int slot = _slot[(int)metric];

        return slot < 0 ? double.NaN : Between(_current[slot][row], _next[slot][row]);
    }

    /// <summary>The CPU ratio a row wants now; across a gap, the last one recorded.</summary>
    public double CpuRatio(int row)
    {
        int slot = _slot[(int)WorkloadMetric.Cpu];
        double first = _current[slot][row];
        if (double.IsNaN(first))
        {
            return _held[row];
        }

        double second = _next[slot][row];

        return double.IsNaN(second) ? first : Between(first, second);
    }

    private double Between(double first, double second)
    {
        double into = _seconds - (_sample * _stepSeconds);
        if (into == 0)
        {
            return first;
        }

        double slope = (second - first) / _stepSeconds;

        return first + (slope * into);
    }

    private void Load(long sample)
    {
        long last = (_workload.Samples ?? long.MaxValue) - 1;
        bool isNext = sample == _sample + 1 && _sample >= 0;
        for (int slot = 0; slot < _current.Length; slot++)
        {
            var metric = _workload.Metrics[slot];
            if (isNext)
            {
                (_current[slot], _next[slot]) = (_next[slot], _current[slot]);
            }
            else
            {
                _workload.Read(metric, Math.Min(sample, last), _current[slot]);
            }

            _workload.Read(metric, Math.Min(sample + 1, last), _next[slot]);
        }

        _sample = sample;
        Hold(_current[_slot[(int)WorkloadMetric.Cpu]]);
    }

    private void Hold(double[] cpu)
    {
        for (int row = 0; row < cpu.Length; row++)
        {
            _held[row] = double.IsNaN(cpu[row]) ? _held[row] : cpu[row];
        }
    }

    private static int IndexOf(IReadOnlyList<WorkloadMetric> metrics, WorkloadMetric metric)
    {
        for (int i = 0; i < metrics.Count; i++)
        {
            if (metrics[i] == metric)
            {
                return i;
            }
        }

        return -1;
    }
}
