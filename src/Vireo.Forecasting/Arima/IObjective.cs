namespace Vireo.Forecasting.Arima;

/// <summary>A function to minimise.</summary>
internal interface IObjective
{
    /// <summary>The value at a point; infinity outside the domain, never NaN.</summary>
    double Evaluate(ReadOnlySpan<double> point);

    /// <summary>Writes the derivatives at the point that was evaluated last.</summary>
    void Gradient(ReadOnlySpan<double> point, double value, Span<double> gradient);
}
