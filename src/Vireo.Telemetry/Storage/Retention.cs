namespace Vireo.Telemetry.Storage;

/// <summary>How long each resolution is kept. Coarser ones outlive finer ones.</summary>
/// <param name="Raw">Single samples: forecasting wants several weekly seasons.</param>
/// <param name="FiveMinutes">Five-minute roll-ups.</param>
/// <param name="Hours">Hourly roll-ups.</param>
/// <param name="Days">Daily roll-ups.</param>
public sealed record Retention(TimeSpan Raw, TimeSpan FiveMinutes, TimeSpan Hours, TimeSpan Days)
{
    /// <summary>Five weeks, three months, two years, ten years.</summary>
    public static Retention Default { get; } = new(
        TimeSpan.FromDays(35), TimeSpan.FromDays(92), TimeSpan.FromDays(731), TimeSpan.FromDays(3_653));

    /// <summary>How long a resolution is kept.</summary>
    public TimeSpan Of(Cleaning.RollupResolution resolution) => resolution switch
    {
        Cleaning.RollupResolution.FiveMinutes => FiveMinutes,
        Cleaning.RollupResolution.Hour => Hours,
        _ => Days,
    };
}
