namespace Vireo.Forecasting.Arima;

/// <summary>Bounds of the automatic choice of an order; the defaults are R's.</summary>
public sealed record AutoArimaOptions
{
    /// <summary>Largest p.</summary>
    public int MaximumAr { get; init; } = 5;

    /// <summary>Largest q.</summary>
    public int MaximumMa { get; init; } = 5;

    /// <summary>Largest P.</summary>
    public int MaximumSeasonalAr { get; init; } = 2;

    /// <summary>Largest Q.</summary>
    public int MaximumSeasonalMa { get; init; } = 2;

    /// <summary>d; null to test.</summary>
    public int? Differences { get; init; }

    /// <summary>D; null to test.</summary>
    public int? SeasonalDifferences { get; init; }

    /// <summary>Whether a series that is not differenced may have a mean other than zero.</summary>
    public bool AllowMean { get; init; } = true;

    /// <summary>Whether a series that is differenced once may rise or fall steadily.</summary>
    public bool AllowDrift { get; init; } = true;

    /// <summary>Whether candidates are scored by the conditional sum of squares and only the best refitted exactly;
    /// null: for more than 150 values or a period above 12.</summary>
    public bool? Approximate { get; init; }

    /// <summary>Most candidates to try.</summary>
    public int MaximumCandidates { get; init; } = 94;

    /// <summary>How many of the best approximated candidates are refitted exactly and ranked again. As in R, it is the
    /// best alone: three lower the AICc a little, take a quarter more time and forecast no better.</summary>
    public int Refits { get; init; } = 1;
}
