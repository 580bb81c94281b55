namespace Vireo.Forecasting.Arima;

/// <summary>The order (p, d, q)(P, D, Q)m of a seasonal ARIMA model.</summary>
/// <param name="Ar">p, autoregressive terms.</param>
/// <param name="Differences">d, differences at lag one.</param>
/// <param name="Ma">q, moving-average terms.</param>
/// <param name="SeasonalAr">P, autoregressive terms at multiples of the period.</param>
/// <param name="SeasonalDifferences">D, differences at the period.</param>
/// <param name="SeasonalMa">Q, moving-average terms at multiples of the period.</param>
/// <param name="Period">m, steps in one season; 1 for none.</param>
public readonly record struct ArimaOrder(
    int Ar,
    int Differences,
    int Ma,
    int SeasonalAr = 0,
    int SeasonalDifferences = 0,
    int SeasonalMa = 0,
    int Period = 1)
{
    /// <summary>p + mP, the longest autoregressive lag.</summary>
    public int ArLag => Ar + (Period * SeasonalAr);

    /// <summary>q + mQ, the longest moving-average lag.</summary>
    public int MaLag => Ma + (Period * SeasonalMa);

    /// <summary>d + mD, the values that differencing uses up.</summary>
    public int LostValues => Differences + (Period * SeasonalDifferences);

    /// <summary>p + q + P + Q.</summary>
    public int ArmaTerms => Ar + Ma + SeasonalAr + SeasonalMa;

    /// <summary>Writes the order as R does: <c>ARIMA(1,1,1)(0,1,1)[12]</c>, or <c>ARIMA(1,1,1)</c>.</summary>
    public override string ToString() => SeasonalAr + SeasonalDifferences + SeasonalMa > 0
        ? $"ARIMA({Ar},{Differences},{Ma})({SeasonalAr},{SeasonalDifferences},{SeasonalMa})[{Period}]"
        : $"ARIMA({Ar},{Differences},{Ma})";

    /// <summary>Refuses what is no order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A term count is negative, the period is below one, or the model is
    /// seasonal without a period.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Ar);
        ArgumentOutOfRangeException.ThrowIfNegative(Differences);
        ArgumentOutOfRangeException.ThrowIfNegative(Ma);
        ArgumentOutOfRangeException.ThrowIfNegative(SeasonalAr);
        ArgumentOutOfRangeException.ThrowIfNegative(SeasonalDifferences);
        ArgumentOutOfRangeException.ThrowIfNegative(SeasonalMa);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Period);
        if (Period == 1)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(SeasonalAr + SeasonalDifferences + SeasonalMa, 0);
        }
    }
}
