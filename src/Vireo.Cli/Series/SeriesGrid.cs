using System.Globalization;

namespace Vireo.Cli.Series;

/// <summary>The even grid a series stands on.</summary>
/// <param name="Clock">What is counted.</param>
/// <param name="First">Where the first value stands: a step, ticks since year 1 in UTC, or months since year 0.</param>
/// <param name="Step">Spacing, in the same count; at least one.</param>
/// <param name="Day">Ticks since the begin of the month, where months are counted.</param>
internal readonly record struct SeriesGrid(SeriesClock Clock, long First, long Step, long Day = 0)
{
    /// <summary>Assumed where a single stamp says nothing.</summary>
    public static readonly TimeSpan DefaultStep = TimeSpan.FromMinutes(5);

    /// <summary>The <c>ds</c> of a value, in the form in which series are read.</summary>
    /// <param name="index">Values from the first; beyond the last in a forecast.</param>
    public string Stamp(long index) => Clock == SeriesClock.Steps
        ? (First + (index * Step)).ToString(CultureInfo.InvariantCulture)
        : Instant(index).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Whether a value has a stamp at all: the calendar ends with the year 9999, steps with 64 bits.</summary>
    public bool Holds(long index)
    {
        decimal count = First + ((decimal)index * Step);

        return Clock switch
        {
            SeriesClock.Steps => count <= long.MaxValue,
            SeriesClock.Months => count < 10_000 * 12m,
            _ => count <= DateTime.MaxValue.Ticks,
        };
    }

    /// <summary>The instant of a value that the calendar <see cref="Holds"/>, in UTC.</summary>
    public DateTime Instant(long index)
    {
        long count = First + (index * Step);

        return Clock == SeriesClock.Months
            ? new DateTime((int)(count / 12), (int)(count % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(Day)
            : new DateTime(count, DateTimeKind.Utc);
    }
}
