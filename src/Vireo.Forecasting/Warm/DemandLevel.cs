namespace Vireo.Forecasting.Warm;

/// <summary>How much a series asks for and how much it moves, lately: what a better forecast of it is worth.</summary>
/// <param name="Level">Mean of the values of about a day.</param>
/// <param name="Change">Mean absolute change of one step.</param>
/// <param name="Last">The last finite value.</param>
/// <param name="Count">Values seen, up to the memory.</param>
internal readonly record struct DemandLevel(double Level, double Change, double Last, int Count)
{
    private const int Memory = 288;

    /// <summary>Level times change, in the unit of the series squared.</summary>
    public double Worth => Math.Abs(Level) * Change;

    /// <summary>The state after a value; a gap changes nothing.</summary>
    public DemandLevel Next(double value)
    {
        if (!double.IsFinite(value))
        {
            return this;
        }

        int count = Math.Min(Count + 1, Memory);
        double change = Count == 0 ? 0 : Change + ((Math.Abs(value - Last) - Change) / count);

        return new(Level + ((value - Level) / count), change, value, count);
    }
}
