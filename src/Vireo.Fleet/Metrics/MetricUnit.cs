namespace Vireo.Fleet;

/// <summary>The unit of a metric after cleaning.</summary>
public enum MetricUnit
{
    /// <summary>0 to 1.</summary>
    Ratio,

    /// <summary>Megahertz.</summary>
    Mhz,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Bytes per second.</summary>
    BytesPerSecond,

    /// <summary>Operations per second.</summary>
    PerSecond,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Watts.</summary>
    Watts,

    /// <summary>A plain number.</summary>
    Count,
}
