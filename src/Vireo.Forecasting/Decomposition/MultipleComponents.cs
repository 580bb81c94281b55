namespace Vireo.Forecasting.Decomposition;

/// <summary>A series as the sum of several repeating parts, a slow part and the rest.</summary>
/// <param name="Periods">The season lengths used, ascending; shorter than asked when the series is short.</param>
/// <param name="Seasonals">One repeating part for each of the periods, as long as the series.</param>
/// <param name="Trend">The slow part.</param>
/// <param name="Remainder">What is left.</param>
public sealed record MultipleComponents(int[] Periods, double[][] Seasonals, double[] Trend, double[] Remainder);
