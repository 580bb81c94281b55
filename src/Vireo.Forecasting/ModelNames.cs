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

    /// <summary>The last of a longer season, where several are tried: <c>snaive-168</c>.</summary>
    /// <param name="season">Its length in steps.</param>
    public static string SeasonalNaiveOf(int season) => $"{SeasonalNaive}-{season}";

    /// <summary>A smoothed level that returns to its slow mean.</summary>
    public const string Level = "level";

    /// <summary>Ridge regression on lags, level and calendar terms.</summary>
    public const string Linear = "linear";

    /// <summary>Damped additive Holt-Winters.</summary>
    public const string HoltWinters = "holtwinters";

    /// <summary>Exponential smoothing, its form chosen by itself.</summary>
    public const string Ets = "ets";

    /// <summary>A smoothed level.</summary>
    public const string SimpleSmoothing = "ses";

    /// <summary>A smoothed level and trend.</summary>
    public const string Holt = "holt";

    /// <summary>A smoothed level and a trend that flattens.</summary>
    public const string DampedTrend = "damped";

    /// <summary>A smoothed level and a share of the line through everything.</summary>
    public const string Theta = "theta";

    /// <summary>Size over interval, for load that is mostly zero.</summary>
    public const string Croston = "croston";

    /// <summary>Size times probability, for load that is mostly zero and may cease.</summary>
    public const string TeunterSyntetosBabai = "tsb";

    /// <summary>ARIMA with orders chosen automatically.</summary>
    public const string Arima = "arima";

    /// <summary>Gradient-boosted trees, one model for a fleet.</summary>
    public const string Boosting = "gbm";

    /// <summary>A recurrent network that a fleet shares.</summary>
    public const string Lstm = "lstm";

    /// <summary>What machines like a new one do, and more and more its own values.</summary>
    public const string ColdStart = "cold-start";

    /// <summary>One season taken out by STL, exponential smoothing of the rest.</summary>
    public const string StlEts = "stl-ets";

    /// <summary>All seasons taken out by repeated STL, exponential smoothing of the rest.</summary>
    public const string Mstl = "mstl";

    /// <summary>Holt-Winters with every season at once, its weights chosen by whole paths.</summary>
    public const string MultiSeasonal = "dshw";

    /// <summary>A smoothed level with a first-order correction of its error, its weights chosen by whole
    /// paths.</summary>
    public const string CorrectedLevel = "ses-ar";

    /// <summary>All seasons taken out by repeated STL, linear regression on the last values of the rest.</summary>
    public const string MstlLinear = "mstl-linear";

    /// <summary>ARIMA with the shortest season, after STL took the longer ones out.</summary>
    public const string MstlArima = "mstl-arima";

    /// <summary>The median of those that do best together: other ones without a season, with one, and with
    /// more.</summary>
    public const string Median = "median";
}
