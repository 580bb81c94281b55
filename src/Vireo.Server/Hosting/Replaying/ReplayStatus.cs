namespace Vireo.Server.Hosting.Replaying;

/// <summary>How far a replay has come.</summary>
public enum ReplayStatus
{
    /// <summary>Another one runs.</summary>
    Waiting,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Compared.</summary>
    Done,

    /// <summary>Ended without a comparison; the outcome says why.</summary>
    Failed,

    /// <summary>A person stopped it.</summary>
    Cancelled,
}
