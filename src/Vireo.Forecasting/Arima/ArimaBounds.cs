namespace Vireo.Forecasting.Arima;

/// <summary>Narrows the bounds of a search to what a series can bear.</summary>
internal static class ArimaBounds
{
    /// <summary>Cuts terms to a third of the values (of the seasons, for seasonal terms), and plain terms below one season.</summary>
    public static AutoArimaOptions Within(AutoArimaOptions bounds, int observed, in ArimaOrder differences)
    {
        int period = differences.Period;
        int ar = Math.Min(bounds.MaximumAr, observed / 3);
        int ma = Math.Min(bounds.MaximumMa, observed / 3);
        int seasonalAr = period > 1 ? Math.Min(bounds.MaximumSeasonalAr, observed / 3 / period) : 0;
        int seasonalMa = period > 1 ? Math.Min(bounds.MaximumSeasonalMa, observed / 3 / period) : 0;

        return bounds with
        {
            MaximumAr = seasonalAr > 0 ? Math.Min(ar, period - 1) : ar,
            MaximumMa = seasonalMa > 0 ? Math.Min(ma, period - 1) : ma,
            MaximumSeasonalAr = seasonalAr,
            MaximumSeasonalMa = seasonalMa,
        };
    }
}
