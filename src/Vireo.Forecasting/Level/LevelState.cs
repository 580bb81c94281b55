namespace Vireo.Forecasting.Level;

/// <summary>The level and the slow mean after some value.</summary>
/// <param name="Level">Smoothed; NaN before the first value.</param>
/// <param name="Mean">Mean of everything so far, then of about the memory.</param>
/// <param name="Count">Finite values seen, up to the memory.</param>
internal readonly record struct LevelState(double Level, double Mean, int Count)
{
    public static LevelState Unknown => new(double.NaN, double.NaN, 0);

    public LevelState Next(double value, double alpha, int memory)
    {
        if (!double.IsFinite(value))
        {
            return this;
        }

        if (Count == 0)
        {
            return new(value, value, 1);
        }

        int count = Math.Min(Count + 1, memory);

        return new(Level + (alpha * (value - Level)), Mean + ((value - Mean) / count), count);
    }
}
