namespace Vireo.Forecasting.Linear;

/// <summary>The usual size of an error, and what a row with a larger one is worth.</summary>
/// <remarks>Huber's weights (Huber 1964): 1 up to the usual absolute error s, s / |e| beyond it, so that no value moves
/// the coefficients by more than a usual one does. s is a running mean in which an error counts at most five times
/// s.</remarks>
internal struct ErrorScale
{
    private const double Rate = 0.003;
    private const double LargestGrowth = 5;

    /// <summary>In deviations of the history: what is below it is rounding.</summary>
    private const double Smallest = 1e-3;

    // Single precision is enough for what is worth how much, and a fleet has many.
    private float _mean;
    private int _count;

    /// <summary>Huber's weight of an absolute error, above 0 and at most 1; 1 while nothing is known.</summary>
    public readonly double Weight(double error) =>
        _count == 0 || !(error > Math.Max((double)_mean, Smallest)) ? 1 : Math.Max((double)_mean, Smallest) / error;

    /// <summary>Adds an absolute error.</summary>
    public void Add(double error)
    {
        _count = Math.Min(_count + 1, int.MaxValue - 1);
        double bounded = _count == 1 ? error : Math.Min(error, (LargestGrowth * _mean) + Smallest);
        _mean = (float)Math.Min(float.MaxValue, _mean + (Math.Max(Rate, 1.0 / _count) * (bounded - _mean)));
    }
}
