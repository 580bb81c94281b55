namespace Vireo.Telemetry.Cleaning;

/// <summary>How coarse a roll-up is; the value is its length in seconds.</summary>
public enum RollupResolution
{
    /// <summary>Five minutes.</summary>
    FiveMinutes = 300,

    /// <summary>One hour.</summary>
    Hour = 3_600,

    /// <summary>One day, from midnight UTC.</summary>
    Day = 86_400,
}
