namespace Vireo.Forecasting.Selection;

/// <summary>A model worth trying on a series, not made yet.</summary>
/// <param name="Name">A name of <see cref="ModelNames"/>.</param>
/// <param name="Seasons">The seasons it is made with.</param>
internal readonly record struct Candidate(string Name, int[] Seasons);
