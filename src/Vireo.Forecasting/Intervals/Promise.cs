namespace Vireo.Forecasting.Intervals;

/// <summary>A forecast that waits for its actual value.</summary>
internal struct Promise
{
    /// <summary>What was forecast; NaN when nothing was.</summary>
    public float Forecast;

    /// <summary>The last value when it was made: what naive would have said.</summary>
    public float Naive;

    /// <summary>The volatility when it was made.</summary>
    public float Scale;

    /// <summary>Bounds of the central 80 % when it was made.</summary>
    public float Low;

    /// <summary>Upper bound.</summary>
    public float High;
}
