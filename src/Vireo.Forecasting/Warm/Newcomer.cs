using Vireo.Forecasting.ColdStart;

namespace Vireo.Forecasting.Warm;

/// <summary>A machine without a history of its own, and what machines like it make one expect.</summary>
/// <param name="Profile">Theirs.</param>
/// <param name="Capacity">Its own, in the unit of the series.</param>
/// <param name="Basis">Who they are, in a sentence.</param>
internal sealed record Newcomer(DemandProfile Profile, double Capacity, string Basis)
{
    /// <summary>A model that knows nothing of the machine itself.</summary>
    /// <param name="step">Of its first value.</param>
    public ColdStartModel ModelFrom(long step) => new(Profile, Capacity, SlotOf(Profile.Slots, step));

    /// <summary>The slot of the week; weeks count from the Unix epoch, for siblings and newcomers alike.</summary>
    public static int SlotOf(WeekSlots slots, long step) => slots.After(0, step);
}
