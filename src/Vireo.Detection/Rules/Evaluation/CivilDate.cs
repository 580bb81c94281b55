namespace Vireo.Detection.Rules.Evaluation;

/// <summary>A date of the Gregorian calendar, carried on to all years that seconds in 64 bits reach, as Prometheus
/// does; what is no number is the first of these seconds.</summary>
internal readonly struct CivilDate
{
    private const ulong SecondsPerDay = 86_400;
    private const ulong DaysPerEra = 146_097;
    private const long YearZero = -292_277_022_399;
    private const ulong ToZero = 62_135_596_800 + 9_223_371_966_579_724_800;
    private static readonly int[] DaysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

    private readonly ulong _seconds;

    /// <summary>The date of an instant in seconds since 1970.</summary>
    public CivilDate(double seconds)
    {
        long whole = seconds is > -9.2233720368547758e18 and < 9.2233720368547758e18 ? (long)seconds : long.MinValue;
        _seconds = unchecked((ulong)whole + ToZero);
        ulong days = _seconds / SecondsPerDay;
        ulong era = days / DaysPerEra;
        ulong left = days % DaysPerEra;

        // The last day of a leap cycle belongs to the year before.
        ulong century = left / 36_524;
        century -= century >> 2;
        left -= 36_524 * century;
        ulong cycle = left / 1_461;
        left -= 1_461 * cycle;
        ulong year = left / 365;
        year -= year >> 2;
        left -= 365 * year;
        Year = (long)((400 * era) + (100 * century) + (4 * cycle) + year) + YearZero;
        IsLeap = Year % 4 == 0 && (Year % 100 != 0 || Year % 400 == 0);
        DayOfYear = (int)left + 1;
        Month = 1;
        while (DayOfYear > Before(Month + 1))
        {
            Month++;
        }
    }

    /// <summary>The year.</summary>
    public long Year { get; }

    /// <summary>Whether it has 366 days.</summary>
    public bool IsLeap { get; }

    /// <summary>From 1.</summary>
    public int DayOfYear { get; }

    /// <summary>From 1.</summary>
    public int Month { get; }

    /// <summary>Of the month, from 1.</summary>
    public int Day => DayOfYear - Before(Month);

    /// <summary>Length of the month.</summary>
    public int DaysInMonth => Before(Month + 1) - Before(Month);

    /// <summary>0 for Sunday.</summary>
    public int DayOfWeek => (int)(((_seconds / SecondsPerDay) + 1) % 7);

    /// <summary>0 to 23.</summary>
    public int Hour => (int)(_seconds % SecondsPerDay / 3_600);

    /// <summary>0 to 59.</summary>
    public int Minute => (int)(_seconds % 3_600 / 60);

    private int Before(int month) => DaysBefore[month - 1] + (IsLeap && month > 2 ? 1 : 0);
}
