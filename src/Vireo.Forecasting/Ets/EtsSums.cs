namespace Vireo.Forecasting.Ets;

/// <summary>Sums of squares and of logarithms along a series.</summary>
internal struct EtsSums
{
    // Expected values beyond these, in units of the scaled series, are no sensible multiplicative model.
    private const double Smallest = 1e-9;
    private const double Largest = 1e9;

    // Logarithms are taken of products this long; within the bounds above none over- or underflows.
    private const int Factors = 16;

    private double _squares;
    private double _logarithms;
    private double _product = 1;
    private int _factors;
    private int _count;

    public EtsSums()
    {
    }

    public static EtsSums Impossible => new() { _squares = double.PositiveInfinity };

    public void Add(double error)
    {
        _squares += error * error;
        _count++;
    }

    public bool TryAdd(double error, double expected)
    {
        if (!(expected > Smallest && expected < Largest))
        {
            return false;
        }

        Add(error);
        _product *= expected;
        if (++_factors == Factors)
        {
            _logarithms += Math.Log(_product);
            _product = 1;
            _factors = 0;
        }

        return true;
    }

    public readonly double Objective(bool isRelative)
    {
        double objective = (_count * Math.Log(_squares)) + (isRelative ? 2 * (_logarithms + Math.Log(_product)) : 0);

        return double.IsNaN(objective) ? double.PositiveInfinity : objective;
    }
}
