namespace Vireo.Forecasting;

/// <summary>A model whose forecasts may follow seasons.</summary>
internal interface ISeasonalModel
{
    /// <summary>Lengths of the seasons that its forecasts follow, in steps; none where the history is too short for
    /// them or they were not worth it.</summary>
    IEnumerable<int> SeasonsInUse { get; }

    /// <summary>Those of any model, each once, shortest first.</summary>
    static int[] Of(IPathModel model) => model is ISeasonalModel seasonal ? [.. seasonal.SeasonsInUse.Distinct().Order()] : [];
}
