namespace Vireo.Scheduling.Placement.Peers;

/// <summary>Mean and standard deviation over hosts, and what they become when load goes from one host to another: O(1)
/// a trial.</summary>
internal readonly struct Spread
{
    private readonly double _sum;
    private readonly double _squares;
    private readonly int _count;

    private Spread(double sum, double squares, int count) => (_sum, _squares, _count) = (sum, squares, count);

    /// <summary>Of one value a host.</summary>
    public Spread(IEnumerable<double> values)
    {
        foreach (double value in values)
        {
            _sum += value;
            _squares += value * value;
            _count++;
        }
    }

    /// <summary>Population standard deviation.</summary>
    public double Deviation => _count == 0 ? 0 : Math.Sqrt(Math.Max(0, (_squares / _count) - (_sum / _count * (_sum / _count))));

    /// <summary>Deviation over mean; 0 without load.</summary>
    public double Variation => _sum > 0 ? Deviation / (_sum / _count) : 0;

    /// <summary>The same with one value changed.</summary>
    public Spread With(double before, double after) =>
        new(_sum + after - before, _squares + (after * after) - (before * before), _count);
}
