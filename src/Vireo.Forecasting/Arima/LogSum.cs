namespace Vireo.Forecasting.Arima;

/// <summary>The logarithm of a long product, with one logarithm every few dozen factors.</summary>
internal struct LogSum()
{
    private const double Small = 1e-100;
    private const double Large = 1e100;
    private double _product = 1;
    private double _sum;

    /// <summary>The sum of the logarithms so far.</summary>
    public readonly double Value => _sum + Math.Log(_product);

    /// <summary>Adds the logarithm of a positive factor between 1e-200 and 1e200.</summary>
    public void Multiply(double factor)
    {
        _product *= factor;
        if (_product is < Small or > Large)
        {
            _sum += Math.Log(_product);
            _product = 1;
        }
    }
}
