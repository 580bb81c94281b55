namespace Vireo.Forecasting.Evaluation;

/// <summary>A mean that leaves NaN out and is NaN when nothing is left.</summary>
internal struct MeanOf
{
    private double _sum;
    private int _count;

    public readonly double Value => _sum / _count;

    public void Add(double value)
    {
        if (!double.IsNaN(value))
        {
            _sum += value;
            _count++;
        }
    }
}
