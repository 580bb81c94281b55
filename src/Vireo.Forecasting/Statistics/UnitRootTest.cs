namespace Vireo.Forecasting.Statistics;

/// <summary>Which test decides on differencing.</summary>
public enum UnitRootTest
{
    /// <summary>Kwiatkowski, Phillips, Schmidt and Shin: stationarity is the hypothesis.</summary>
    Kpss,

    /// <summary>Augmented Dickey-Fuller: a unit root is the hypothesis.</summary>
    AugmentedDickeyFuller,

    /// <summary>Phillips and Perron: a unit root is the hypothesis.</summary>
    PhillipsPerron,
}
