namespace Vireo.Detection.Logs;

/// <summary>When a kind of log line is remarkable.</summary>
public sealed record LogWatchOptions
{
    /// <summary>After the first line so long nothing is new, because everything is.</summary>
    public TimeSpan Learning { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A silence after which a line is rare, when it is also twice the longest before it.</summary>
    public TimeSpan RareAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Fewest lines in a minute that can be a burst.</summary>
    public int FewestInBurst { get; init; } = 20;

    /// <summary>Standard deviations above the mean of its past minutes that make a burst.</summary>
    public double BurstDeviations { get; init; } = 6;
}
