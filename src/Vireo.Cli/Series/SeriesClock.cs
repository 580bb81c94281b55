namespace Vireo.Cli.Series;

/// <summary>What the <c>ds</c> of a series counts.</summary>
internal enum SeriesClock
{
    /// <summary>Whole steps.</summary>
    Steps,

    /// <summary>Instants, evenly spaced; counted in ticks of 100 ns.</summary>
    Time,

    /// <summary>The same day of each month (or quarter, or year); counted in months.</summary>
    Months,
}
