using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Intervals;

/// <summary>A forecast that waits for its actual value.</summary>
[StructLayout(LayoutKind.Sequential)]
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

    /// <summary>Lower and upper bound of the central 80 % when it was made, then those of the central 95 %.</summary>
    public Vector128<float> Bounds;

    /// <summary>Lower bound of the central 80 %.</summary>
    public readonly float Low => Bounds[0];

    /// <summary>Upper bound of the central 80 %.</summary>
    public readonly float High => Bounds[1];

    /// <summary>Lower bound of the central 95 %.</summary>
    public readonly float Lowest => Bounds[2];

    /// <summary>Upper bound of the central 95 %.</summary>
    public readonly float Highest => Bounds[3];
}
