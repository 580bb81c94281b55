namespace Vireo.Forecasting.ServiceQuality;

/// <summary>What to expect of a service. Lower ≤ expected ≤ upper.</summary>
/// <param name="Expected">The expected value, in the unit of the observations.</param>
/// <param name="Lower">Lower bound of the interval.</param>
/// <param name="Upper">Upper bound of the interval.</param>
/// <param name="IsBeyondExperience">More or less load for each virtual processor, contention, processors or memory than
/// was ever observed: the answer then rests on the form of the curve.</param>
public readonly record struct QualityAnswer(double Expected, double Lower, double Upper, bool IsBeyondExperience);
