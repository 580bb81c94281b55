namespace Vireo.Forecasting.ColdStart;

/// <summary>Something known to change demand: a sale, a nightly batch, a release.</summary>
/// <param name="Kind">Events of one kind are expected to act alike.</param>
/// <param name="FirstStep">Step at which it begins, on the clock of the series.</param>
/// <param name="Steps">How long it lasts, at least one.</param>
public readonly record struct CalendarEvent(string Kind, long FirstStep, int Steps)
{
    /// <summary>Whether it acts at a step.</summary>
    public bool Covers(long step) => step >= FirstStep && step - FirstStep < Steps;
}
