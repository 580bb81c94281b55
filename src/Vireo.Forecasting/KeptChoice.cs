using System.Collections.Immutable;
using Vireo.Forecasting.Selection;

namespace Vireo.Forecasting;

/// <summary>Which models were chosen for a series and why, to be kept over a restart.</summary>
/// <param name="Series">Entity and metric, as a series key is written.</param>
/// <param name="LastsUntil">Number of the step, counted since the Unix epoch, at which a new choice is due.</param>
/// <param name="Trials">What was tried; those with a weight forecast.</param>
public sealed record KeptChoice(string Series, long LastsUntil, ImmutableArray<ModelTrial> Trials)
{
    /// <summary>How much work the comparison was; <see cref="Effort.BySize"/> where that was not kept.</summary>
    public Effort Effort { get; init; }

    /// <summary>Number of the step at which the models were compared; 0 where that was not kept.</summary>
    public long MadeAt { get; init; }

    /// <summary>Whether every model that can pay was compared.</summary>
    internal bool IsThorough => Effort == Effort.Thorough;
}
