using Vireo.Forecasting.Statistics;

namespace Vireo.Forecasting.Seasonal;

/// <summary>One season of a <see cref="SeasonalState"/>, and where in it the next step stands.</summary>
/// <remarks>In single precision; a season of more than <see cref="Most"/> steps is kept in slots of several steps that
/// share a value, so that a week of five-minute values takes 1.3 KiB in half hours and not 16. Values that single
/// precision cannot hold have a unit of their own.</remarks>
internal sealed class SeasonSlots
{
    /// <summary>Values kept of one season: a day of five-minute values whole, a week of them in half hours.</summary>
    public const int Most = 384;

    private const double Largest = 1e37;

    private readonly float[] _slots;
    private readonly double _unit;
    private readonly int _period;
    private readonly int _width;
    private int _slot;
    private int _phase;

    /// <summary>Takes the mean of the steps of each slot.</summary>
    /// <param name="season">One value a step, the next one first.</param>
    public SeasonSlots(ReadOnlySpan<double> season)
    {
        _period = season.Length;
        _width = (season.Length + Most - 1) / Most;
        _unit = Math.ScaleB(1, BinaryUnit.Of(season).Exponent);
        _slots = new float[(season.Length + _width - 1) / _width];
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            ReadOnlySpan<double> steps = season[(slot * _width)..Math.Min(_period, (slot + 1) * _width)];
            double sum = 0;
            foreach (double step in steps)
            {
                sum += step / _unit;
            }

            _slots[slot] = (float)(sum / steps.Length);
        }
    }

    private SeasonSlots(SeasonSlots other)
    {
        _period = other._period;
        _width = other._width;
        _unit = other._unit;
        _slots = new float[other._slots.Length];
        CopyFrom(other);
    }

    /// <summary>What the season adds to the next step.</summary>
    public double Next => _unit * _slots[_slot];

    public SeasonSlots Copy() => new(this);

    public void CopyFrom(SeasonSlots other)
    {
        other._slots.CopyTo(_slots, 0);
        _slot = other._slot;
        _phase = other._phase;
    }

    /// <summary>Learns what one step alone says of the season, and moves on.</summary>
    public void Learn(double change)
    {
        // All steps of a slot teach it, each its part.
        double value = _slots[_slot] + (change / _unit / _width);
        _slots[_slot] = (float)Math.Clamp(value, -Largest, Largest);
        (_slot, _phase) = After(_slot, _phase);
    }

    /// <summary>Adds the season to the coming steps.</summary>
    public void AddTo(Span<double> path)
    {
        (int slot, int phase) = (_slot, _phase);
        for (int step = 0; step < path.Length; step++)
        {
            path[step] += _unit * _slots[slot];
            (slot, phase) = After(slot, phase);
        }
    }

    private (int Slot, int Phase) After(int slot, int phase)
    {
        phase++;
        if (phase == _period)
        {
            return (0, 0);
        }

        return (_width == 1 || phase % _width == 0 ? slot + 1 : slot, phase);
    }
}
