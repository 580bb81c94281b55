using System.Collections.Immutable;

namespace Vireo.Forecasting.Selection;

/// <summary>A choice and its evidence.</summary>
/// <param name="Model">What forecasts from now on, with its intervals.</param>
/// <param name="Trials">Every model that was tried, naive first.</param>
internal sealed record SelectedModel(CalibratedModel Model, ImmutableArray<ModelTrial> Trials);
