namespace Vireo.Forecasting.Intervals;

/// <summary>A forecast that waits for its actual value.</summary>
internal struct Promise
{
    /// <summary>What was forecast; NaN when nothing was.</summary>
    public float Forecast;

    /// <summary>The last value when it was made: what naive would have said.</summary>
    public float Naive;

    /// <summary>How far below the forecast a value was thought to fall, usually, when it was made.</summary>
    public float Below;

    /// <summary>How far above.</summary>
    public float Above;

    /// <summary>Bounds of the central 80 % when it was made.</summary>
    public float Low;

    /// <summary>Upper bound.</summary>
    public float High;

    /// <summary>Bounds of the central 95 % when it was made.</summary>
    public float Floor;

    /// <summary>Upper bound.</summary>
    public float Ceiling;
}
