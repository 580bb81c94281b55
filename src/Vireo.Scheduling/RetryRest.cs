namespace Vireo.Scheduling;

/// <summary>How long what failed is left alone: what refuses it now will most likely refuse it in the next cycle, too.
/// Twice as long after each failure.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Longest">However often it fails.</param>
internal readonly record struct RetryRest(TimeSpan First, TimeSpan Longest)
{
    private const int MostDoublings = 10;

    /// <summary>When it may be tried again.</summary>
    /// <param name="times">How often it failed, at least once.</param>
    /// <param name="last">The newest failure.</param>
    public DateTimeOffset Until(int times, DateTimeOffset last) =>
        last + TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(times - 1, MostDoublings)));
}
