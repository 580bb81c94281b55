namespace Vireo.Forecasting;

/// <summary>A model that forecasts as a simpler one while it knows too little.</summary>
internal interface IFallback
{
    /// <summary>Name of the model in its place; null while it is itself.</summary>
    string? InPlace { get; }
}
