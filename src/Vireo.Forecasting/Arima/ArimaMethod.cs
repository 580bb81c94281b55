namespace Vireo.Forecasting.Arima;

/// <summary>What an ARIMA fit minimises.</summary>
public enum ArimaMethod
{
    /// <summary>Exact Gaussian likelihood, started from the conditional sum of squares.</summary>
    MaximumLikelihood,

    /// <summary>Conditional sum of squares: the first values are given, earlier errors zero.</summary>
    ConditionalSumOfSquares,
}
