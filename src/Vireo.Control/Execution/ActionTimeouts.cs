namespace Vireo.Control;

/// <summary>How long an action may take before it is aborted and reconciled (S19).</summary>
public sealed record ActionTimeouts
{
    /// <summary>Added to every migration, for hand-over and slow guests.</summary>
    public TimeSpan MigrationBase { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A migration may carry its memory this many times: dirty pages are sent again.</summary>
    public double MigrationFactor { get; init; } = 3;

    /// <summary>What files that move from one datastore to another pass at least, in bytes per second; a slow array
    /// under load.</summary>
    public double StorageBytesPerSecond { get; init; } = 20e6;

    /// <summary>For files whose size is not known.</summary>
    public TimeSpan UnknownStorage { get; init; } = TimeSpan.FromHours(4);

    /// <summary>For a host to come up or go down; firmware tests of large memories take minutes.</summary>
    public TimeSpan HostPower { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For everything else.</summary>
    public TimeSpan Other { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an abort may take before the true state is read back without the provider's word.</summary>
    public TimeSpan AbortGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the inventory may lag behind a reported success before the success is doubted.</summary>
    public TimeSpan ReadBackPatience { get; init; } = TimeSpan.FromSeconds(30);
}
