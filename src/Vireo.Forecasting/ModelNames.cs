namespace Vireo.Forecasting;

/// <summary>The names of the models, as in reports, files and the command line.</summary>
public static class ModelNames
{
    /// <summary>Whatever does best on the series.</summary>
    public const string Auto = "auto";

    /// <summary>The last value.</summary>
    public const string Naive = "naive";

    /// <summary>The last season.</summary>
    public const string SeasonalNaive = "snaive";

    /// <summary>A smoothed level that returns to its slow mean.</summary>
    public const string Level = "level";

    /// <summary>Ridge regression on lags, level and calendar terms.</summary>
    public const string Linear = "linear";

    /// <summary>Damped additive Holt-Winters.</summary>
    public const string HoltWinters = "holtwinters";

    /// <summary>A recurrent network that a fleet shares.</summary>
    public const string Lstm = "lstm";
}
