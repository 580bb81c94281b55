namespace Vireo.Fleet;

/// <summary>How far sizes are changed by themselves. Every default is careful.</summary>
public sealed record ResizePolicy
{
    /// <summary>Most changes in a day (S30); taking one back always counts as one more, and is never held up by
    /// it.</summary>
    public int MostPerDay { get; init; } = 10;

    /// <summary>The confidence that advice needs, 0 to 1.</summary>
    public double Confidence { get; init; } = 0.9;

    /// <summary>How long a machine whose size was changed keeps it.</summary>
    public TimeSpan RestAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a change is watched, and taken back when the machine suffers.</summary>
    public TimeSpan WatchFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>When machines that cannot change while they run may be restarted; null for never.</summary>
    public ChangeWindow? Window { get; init; }
}
