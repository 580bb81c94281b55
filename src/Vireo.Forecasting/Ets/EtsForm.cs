namespace Vireo.Forecasting.Ets;

/// <summary>One exponential smoothing model: error, trend and season.</summary>
/// <remarks>Additive errors with a multiplicative season have infinite variance and multiplicative trends run away:
/// both are left out, as R's <c>ets</c> does unless told otherwise. Hyndman, Koehler, Ord &amp; Snyder (2008),
/// <em>Forecasting with Exponential Smoothing: The State Space Approach</em>, chapter 2.</remarks>
/// <param name="Error">How errors enter.</param>
/// <param name="Trend">What the level does between values.</param>
/// <param name="Season">How the season enters.</param>
public readonly record struct EtsForm(EtsError Error, EtsTrend Trend, EtsSeason Season)
{
    /// <summary>All forms, simplest first; those without multiplication come before those with it.</summary>
    public static IReadOnlyList<EtsForm> All { get; } =
    [
        .. from error in Enum.GetValues<EtsError>()
           from season in Enum.GetValues<EtsSeason>()
           where error == EtsError.Multiplicative || season != EtsSeason.Multiplicative
           from trend in Enum.GetValues<EtsTrend>()
           select new EtsForm(error, trend, season),
    ];

    /// <summary>Whether the form makes sense for positive values only.</summary>
    public bool NeedsPositiveValues => Error == EtsError.Multiplicative;

    /// <summary>Estimated numbers: smoothing weights, first states and the variance of the errors.</summary>
    /// <param name="period">Steps in one season.</param>
    public int ParameterCount(int period) => 3
        + (Trend == EtsTrend.None ? 0 : 2)
        + (Trend == EtsTrend.Damped ? 1 : 0)
        + (Season == EtsSeason.None ? 0 : period);

    /// <summary>As R prints it: ETS(M,Ad,A).</summary>
    public override string ToString() => $"ETS({Letter((int)Error + 1)},{TrendLetters},{Letter((int)Season)})";

    private string TrendLetters => Trend switch
    {
        EtsTrend.None => "N",
        EtsTrend.Additive => "A",
        _ => "Ad",
    };

    private static char Letter(int component) => "NAM"[component];
}
