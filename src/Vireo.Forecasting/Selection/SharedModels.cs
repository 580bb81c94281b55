using Vireo.Forecasting.Boosting;
using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Selection;

/// <summary>Models that all series of a fleet share, trained before the series are looked at one by one.</summary>
/// <param name="Boosting">Boosted trees; null while there are none.</param>
/// <param name="Lstm">A recurrent network; null while there is none.</param>
public sealed record SharedModels(BoostedQuantiles? Boosting, LstmNetwork? Lstm)
{
    /// <summary>Nothing was trained.</summary>
    public static SharedModels None { get; } = new(null, null);
}
