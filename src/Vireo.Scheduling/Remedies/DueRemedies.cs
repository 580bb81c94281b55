using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Scheduling.Remedies;

/// <summary>Which incidents are answered now.</summary>
/// <param name="Due">In the order in which they were chosen.</param>
/// <param name="Held">What is held back, and why.</param>
internal sealed record DueRemedies(ImmutableArray<DueRemedy> Due, ImmutableArray<Refusal> Held)
{
    private static readonly DueRemedies None = new([], []);

    /// <summary>Chooses; without remedies or incidents nothing is looked at.</summary>
    public static DueRemedies Find(FleetSnapshot fleet, Outlook outlook, Policy policy) =>
        policy.Remedies.IsEmpty || outlook.Incidents.IsEmpty ? None : RemedyChooser.Choose(fleet, outlook, policy);
}
