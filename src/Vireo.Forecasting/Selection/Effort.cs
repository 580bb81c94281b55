namespace Vireo.Forecasting.Selection;

/// <summary>How much work a model choice may be.</summary>
internal enum Effort
{
    /// <summary>A millisecond or two a series: models that are fitted and updated in no time.</summary>
    Quick,

    /// <summary>Everything that can pay, a second a series at worst.</summary>
    Thorough,
}
