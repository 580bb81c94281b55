namespace Vireo.Forecasting.Naive;

/// <summary>Everything stays as it is: the last finite value. The yardstick of every other model.</summary>
public sealed class NaiveModel : IPathModel
{
    private double _last = double.NaN;

    /// <inheritdoc/>
    public string Name => ModelNames.Naive;

    /// <inheritdoc/>
    public void Fit(ReadOnlySpan<double> history)
    {
        _last = double.NaN;
        for (int i = history.Length - 1; i >= 0 && double.IsNaN(_last); i--)
        {
            Update(history[i]);
        }
    }

    /// <inheritdoc/>
    public void Update(double value) => _last = double.IsFinite(value) ? value : _last;

    /// <inheritdoc/>
    public void Forecast(Span<double> path) => path.Fill(_last);
}
