namespace Vireo.Forecasting.Croston;

/// <summary>Size and frequency of what happens now and then.</summary>
/// <param name="Size">Smoothed size of the values that are not zero; NaN before the first value, 0 while all were
/// zero.</param>
/// <param name="Frequency">Smoothed interval between them, or their probability in one step.</param>
/// <param name="Since">Steps since the last one, the present one included.</param>
internal readonly record struct CrostonState(double Size, double Frequency, int Since)
{
    public static CrostonState Unknown => new(double.NaN, 1, 1);

    public double Rate(CrostonVariant variant, double alpha) => variant switch
    {
        CrostonVariant.Croston => Size / Frequency,
        CrostonVariant.SyntetosBoylan => (1 - (0.5 * alpha * (1 - (1 / Frequency)))) * Size / Frequency,
        _ => Size * Frequency,
    };

    /// <summary>Moves one step on; a gap changes nothing.</summary>
    public CrostonState Next(double value, CrostonVariant variant, double alpha, double beta)
    {
        if (!double.IsFinite(value))
        {
            return this;
        }

        bool isProbability = variant == CrostonVariant.TeunterSyntetosBabai;
        if (Size == 0 || double.IsNaN(Size))
        {
            return value == 0
                ? new CrostonState(0, 1, Since + 1)
                : new CrostonState(value, isProbability ? 1.0 / Since : Since, 1);
        }

        if (value == 0)
        {
            return isProbability
                ? this with { Frequency = Frequency - (beta * Frequency) }
                : this with { Since = Since + 1 };
        }

        double observed = isProbability ? 1 : Since;

        return new CrostonState(Size + (alpha * (value - Size)), Frequency + (beta * (observed - Frequency)), 1);
    }
}
