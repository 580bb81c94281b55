namespace Vireo.Forecasting.Ets;

/// <summary>What the derivatives need to know about one step of the recursion.</summary>
internal readonly record struct EtsStep
{
    /// <summary>φ.</summary>
    public required double Phi { get; init; }

    /// <summary>b before the step.</summary>
    public required double OldTrend { get; init; }

    /// <summary>∂f/∂q.</summary>
    public required double ByLevel { get; init; }

    /// <summary>∂f/∂s.</summary>
    public required double BySeason { get; init; }

    /// <summary>What an error counts for the level: 1, or 1/s.</summary>
    public required double LevelShare { get; init; }

    /// <summary>−∂/∂s of the error that the level sees: 0, or e/s².</summary>
    public required double LevelBend { get; init; }

    /// <summary>What an error counts for the season: 1, or 1/q.</summary>
    public required double SeasonShare { get; init; }

    /// <summary>−∂/∂q of the error that the season sees: 0, or e/q².</summary>
    public required double SeasonBend { get; init; }

    /// <summary>e = y − f; zero for a gap.</summary>
    public required double Error { get; init; }

    /// <summary>α; zero for a gap.</summary>
    public required double Alpha { get; init; }

    /// <summary>β; zero for a gap.</summary>
    public required double Beta { get; init; }

    /// <summary>γ; zero for a gap.</summary>
    public required double Gamma { get; init; }
}
