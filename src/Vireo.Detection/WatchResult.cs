using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>What one look at the fleet found.</summary>
/// <param name="State">To hand in next time.</param>
/// <param name="Changed">Incidents opened, updated in severity or evidence, or resolved now.</param>
/// <param name="Hazards">Dangers for the decision, ordered by entity.</param>
public sealed record WatchResult(WatchState State, ImmutableArray<Incident> Changed, ImmutableArray<Hazard> Hazards);
