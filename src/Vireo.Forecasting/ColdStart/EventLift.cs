using System.Collections.Immutable;

namespace Vireo.Forecasting.ColdStart;

/// <summary>By how much events of a kind multiply demand, from their beginning to their end.</summary>
/// <param name="Phases">Factor for each equal part of the event's length; 1 is no change.</param>
/// <param name="Occurrences">Events that taught it, over all series.</param>
public sealed record EventLift(ImmutableArray<double> Phases, int Occurrences)
{
    internal const int PhaseCount = 6;

    /// <summary>The factor so many steps into an event of some length.</summary>
    public double At(long step, int steps) => Phases[PhaseOf(step, steps)];

    /// <summary>A series' own experience, pulled toward that of the series like it, which counts as one occurrence.</summary>
    internal EventLift ShrunkToward(EventLift common) => this with
    {
        Phases =
        [
            .. Phases.Select((own, phase) =>
                Math.Exp(((Occurrences * Math.Log(own)) + Math.Log(common.Phases[phase])) / (Occurrences + 1))),
        ],
    };

    internal static int PhaseOf(long step, int steps) => (int)(step * PhaseCount / steps);
}
