namespace Vireo.Forecasting.Warm;

/// <summary>The mean correlation of any two of a set of series, learned from their errors of one step after the
/// other.</summary>
/// <remarks>Of n errors z with sum s and sum of squares q, (s² − q) / (n (n − 1)) is the mean product of two different
/// ones: O(n), where a matrix would take O(n²). Its mean over time divided by that of q / n is the correlation ρ; how
/// much it wavers from step to step says how far chance alone goes, and ρ is shrunk by that towards nothing (positive
/// part James–Stein).</remarks>
internal sealed class PairCorrelation
{
    // A week at five-minute steps.
    private const double Memory = 2_016;
    private const int Least = 48;
    private const double Deviations = 2;
    private double _product;
    private double _productSquare;
    private double _square;
    private int _count;
    private double _sum;
    private double _squares;
    private int _members;

    /// <summary>Takes the error of one of the set at the step that is being read.</summary>
    public void Add(double error)
    {
        _sum += error;
        _squares += error * error;
        _members++;
    }

    /// <summary>Ends a step.</summary>
    public void EndStep()
    {
        if (_members > 1)
        {
            double product = ((_sum * _sum) - _squares) / ((double)_members * (_members - 1));
            _count++;
            double share = 1 / Math.Min(_count, Memory);
            _product += (product - _product) * share;
            _productSquare += ((product * product) - _productSquare) * share;
            _square += ((_squares / _members) - _square) * share;
        }

        (_sum, _squares, _members) = (0, 0, 0);
    }

    /// <summary>0 to 1; 0 while too little is known, and where chance explains it.</summary>
    public double Ratio
    {
        get
        {
            if (_count < Least || _square <= 0 || _product <= 0)
            {
                return 0;
            }

            double variance = Math.Max(0, _productSquare - (_product * _product)) / Math.Min(_count, Memory);
            double kept = 1 - (Deviations * Deviations * variance / (_product * _product));

            return Math.Clamp(_product / _square * Math.Max(0, kept), 0, 1);
        }
    }
}
