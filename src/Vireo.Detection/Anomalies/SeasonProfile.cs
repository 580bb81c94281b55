namespace Vireo.Detection.Anomalies;

/// <summary>What a signal usually is at a point of a cycle, a day or a week, in a bounded number of slots.</summary>
internal sealed class SeasonProfile
{
    private const int ErrorMemory = 3_000;
    private const double MostSigmas = 5;
    private const int Trusting = 30;

    private readonly long _cycle;
    private readonly float[] _usual;
    private readonly byte[] _seen;
    private readonly double _memory;
    private readonly byte _rowsInCycle;
    private RobustScale _errors;

    /// <summary>Starts empty.</summary>
    /// <param name="step">Distance of two values, positive.</param>
    /// <param name="cycle">How long until it begins anew.</param>
    /// <param name="mostSlots">Slots at most: finer ones cost memory and are seen too seldom.</param>
    /// <param name="cyclesRemembered">Over which the past fades.</param>
    public SeasonProfile(TimeSpan step, TimeSpan cycle, int mostSlots, double cyclesRemembered)
    {
        _cycle = cycle.Ticks;
        double rows = Math.Max(1, cycle / step);
        int slots = (int)Math.Clamp(Math.Round(rows), 1, mostSlots);
        _usual = new float[slots];
        _seen = new byte[slots];
        _memory = cyclesRemembered * Math.Max(1, rows / slots);
        _rowsInCycle = (byte)Math.Min(Math.Ceiling(rows / slots), byte.MaxValue - 1);
    }

    /// <summary>Usual size of the differences.</summary>
    public double Sigma => _errors.Sigma;

    /// <summary>Whether the point of the cycle that was looked at last has been seen in more than one cycle.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Difference from what is usual at this point of the cycle, which is learned then; NaN when this time is
    /// new.</summary>
    /// <param name="at">When.</param>
    /// <param name="value">Finite.</param>
    public double Next(DateTime at, double value)
    {
        int slot = (int)(at.Ticks % _cycle / (double)_cycle * _usual.Length);
        IsKnown = _seen[slot] > _rowsInCycle;
        if (_seen[slot] == 0)
        {
            _seen[slot] = 1;
            _usual[slot] = (float)value;

            return double.NaN;
        }

        double error = value - _usual[slot];
        double bound = _errors.Seen < Trusting ? double.MaxValue : MostSigmas * _errors.Sigma;
        _errors.Add(error, ErrorMemory);
        _seen[slot] = (byte)Math.Min(_seen[slot] + 1, byte.MaxValue);
        _usual[slot] += (float)(Math.Clamp(error, -bound, bound) / Math.Min(_seen[slot], _memory));

        return error;
    }
}
