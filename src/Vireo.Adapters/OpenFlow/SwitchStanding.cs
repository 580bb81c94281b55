using System.Collections.Immutable;

namespace Vireo.Adapters.OpenFlow;

/// <summary>How a switch stands against what is declared of it.</summary>
/// <param name="At">When it was last compared.</param>
/// <param name="Flows">That were there, whoever made them.</param>
/// <param name="Ours">Of those.</param>
/// <param name="InPlace">Flows that stood as they are declared.</param>
/// <param name="Made">Flows, groups and meters that were made or altered then.</param>
/// <param name="Removed">What was removed then.</param>
/// <param name="Problems">What could not be done, and why.</param>
public sealed record SwitchStanding(
    DateTimeOffset At, int Flows, int Ours, int InPlace, int Made, int Removed, ImmutableArray<string> Problems)
{
    /// <summary>Whether everything is as declared.</summary>
    public bool IsAsDeclared => Problems.IsEmpty;
}
