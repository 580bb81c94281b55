using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Messages;

namespace Vireo.Adapters.OpenFlow;

/// <summary>How changes of a switch ended.</summary>
/// <param name="Sent">How many there were.</param>
/// <param name="Refused">How many the switch refused.</param>
/// <param name="Failures">The first of those.</param>
internal sealed record ChangeOutcome(int Sent, int Refused, ImmutableArray<ChangeFailure> Failures);

/// <summary>A change that a switch refused.</summary>
/// <param name="Change">What was sent.</param>
/// <param name="Error">Why it was refused.</param>
internal sealed record ChangeFailure(SwitchChange Change, SwitchError Error)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Change}: {Error}";
}
