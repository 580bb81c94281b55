namespace Vireo.Forecasting.ColdStart;

/// <summary>How a week is cut: the profile has one entry for each slot of the day and of the week.</summary>
/// <param name="PerDay">Steps in a day: 288 for five-minute samples.</param>
public readonly record struct WeekSlots(int PerDay)
{
    private const int Days = 7;

    /// <summary>Steps in a week.</summary>
    public int PerWeek => Days * PerDay;

    /// <summary>The slot so many steps after another.</summary>
    public int After(int slot, long steps) => (int)((((slot + steps) % PerWeek) + PerWeek) % PerWeek);

    /// <summary>The step of the day.</summary>
    public int OfDay(int slot) => slot % PerDay;
}
