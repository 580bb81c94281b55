namespace Vireo.Telemetry.Cleaning;

/// <summary>What cleaning noticed about one instant of a series.</summary>
public enum MarkKind
{
    /// <summary>Stored as measured, but far from its neighbours.</summary>
    Outlier = 1,

    /// <summary>Measured, but not possible, therefore not stored.</summary>
    Impossible = 2,
}
