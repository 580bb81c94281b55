namespace Vireo.Telemetry.Collecting;

/// <summary>How long to leave a failing provider alone: doubling, with jitter so that many do not return at
/// once.</summary>
/// <param name="first">Wait after the first failure.</param>
/// <param name="longest">The longest wait.</param>
/// <param name="random">Where the jitter comes from; not shared with others.</param>
public sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    /// <summary>The wait after so many failures in a row: between half and all of the doubled first wait.</summary>
    public TimeSpan After(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(failures);
        double doubled = first.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 40));

        return TimeSpan.FromSeconds(Math.Min(doubled, longest.TotalSeconds) * (0.5 + (0.5 * random.NextDouble())));
    }

    /// <summary>The wait after a failure that will not go away by itself.</summary>
    public TimeSpan AfterPermanent() => TimeSpan.FromSeconds(longest.TotalSeconds * (0.5 + (0.5 * random.NextDouble())));
}
