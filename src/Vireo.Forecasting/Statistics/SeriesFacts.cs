namespace Vireo.Forecasting.Statistics;

/// <summary>What a glance at all values tells, kept up with each new one.</summary>
/// <param name="Count">Finite values.</param>
/// <param name="First">The first of them; NaN before.</param>
/// <param name="HasMoved">Whether any differed from the first.</param>
/// <param name="HasNegative">Whether any was below zero.</param>
internal readonly record struct SeriesFacts(long Count, double First, bool HasMoved, bool HasNegative)
{
    /// <summary>Of a series that nothing was seen of.</summary>
    public static SeriesFacts None { get; } = new(0, double.NaN, HasMoved: false, HasNegative: false);

    /// <summary>What no forecast goes below: zero where no value did.</summary>
    public double Floor => HasNegative ? double.NegativeInfinity : 0;

    /// <summary>Looks at a whole history; NaN marks a gap.</summary>
    public static SeriesFacts Of(ReadOnlySpan<double> history)
    {
        SeriesFacts facts = None;
        foreach (double value in history)
        {
            facts = facts.Next(value);
        }

        return facts;
    }

    /// <summary>With one value more; a gap changes nothing.</summary>
    public SeriesFacts Next(double value) => double.IsFinite(value)
        ? new(Count + 1, Count == 0 ? value : First, HasMoved || (Count > 0 && value != First), HasNegative || value < 0)
        : this;
}
