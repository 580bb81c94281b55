namespace Vireo.Forecasting.Ets;

/// <summary>A form fitted to a series.</summary>
/// <param name="Form">The form.</param>
/// <param name="Period">Steps in one season; 1 without.</param>
/// <param name="Parameters">Smoothing weights.</param>
/// <param name="FirstLevel">l before the first value.</param>
/// <param name="FirstTrend">b before the first value; 0 without a trend.</param>
/// <param name="FirstSeason">Seasonal values before the first value, its phase first; empty without a season.</param>
/// <param name="LogLikelihood">As R's <c>ets</c> reports it, without its constant.</param>
/// <param name="Variance">σ² of the errors, divided by the count less the estimated numbers; relative for
/// multiplicative ones.</param>
/// <param name="Count">Finite values.</param>
public sealed record EtsFit(
    EtsForm Form,
    int Period,
    EtsParameters Parameters,
    double FirstLevel,
    double FirstTrend,
    double[] FirstSeason,
    double LogLikelihood,
    double Variance,
    int Count)
{
    /// <summary>Akaike's criterion.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * Numbers);

    /// <summary>Akaike's criterion, corrected for short series; infinite when these are too short.</summary>
    public double Aicc => Count - Numbers - 1 > 0
        ? Aic + (2.0 * Numbers * (Numbers + 1) / (Count - Numbers - 1))
        : double.PositiveInfinity;

    /// <summary>Schwarz's criterion.</summary>
    public double Bic => (-2 * LogLikelihood) + (Math.Log(Count) * Numbers);

    private int Numbers => Form.ParameterCount(Period);

    /// <summary>The state before the first value.</summary>
    public EtsState FirstState() => new(FirstLevel, FirstTrend, Form.Season, FirstSeason);

    /// <summary>The state after a series.</summary>
    /// <param name="series">Oldest first; NaN marks a gap.</param>
    public EtsState StateAfter(ReadOnlySpan<double> series)
    {
        EtsState state = FirstState();
        foreach (double value in series)
        {
            state.Update(value, Parameters);
        }

        return state;
    }
}
