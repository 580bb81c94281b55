namespace Vireo.Forecasting;

/// <summary>What the model choices of the last cycle took of their budget.</summary>
/// <param name="Made">Series for which a model was chosen.</param>
/// <param name="Waiting">Series whose choice was due as well and follows in the next cycles, the most valuable
/// first.</param>
/// <param name="Work">Of the choices made, in units of about a microsecond of one core, counted and not measured; the
/// last one may pass the budget.</param>
/// <param name="Budget">Of a cycle, in the same unit; see <see cref="ForecastOptions.SelectionBudget"/>.</param>
public sealed record ChoiceReport(int Made, int Waiting, long Work, long Budget)
{
    /// <summary>Series for which every model that can pay was compared in the last cycle, with what was left of the
    /// budget.</summary>
    public int Refined { get; init; }

    /// <summary>Series for which that would be done as well if the budget allowed; 0 where models are not
    /// refined.</summary>
    public int Unrefined { get; init; }

    /// <summary>Of the thorough choices, in the unit of <see cref="Work"/>, which does not count them.</summary>
    public long RefinementWork { get; init; }
}
