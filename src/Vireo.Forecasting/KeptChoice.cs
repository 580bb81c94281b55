using System.Collections.Immutable;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>Which models were chosen for a series and why, to be kept over a restart.</summary>
/// <param name="Series">Entity and metric, as a series key is written.</param>
/// <param name="LastsUntil">Number of the step, counted since the Unix epoch, at which a new choice is due.</param>
/// <param name="Trials">What was tried; those with a weight forecast.</param>
public sealed record KeptChoice(string Series, long LastsUntil, ImmutableArray<ModelTrial> Trials);
