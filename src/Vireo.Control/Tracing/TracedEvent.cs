using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Something that happened, with what it follows from and what followed.</summary>
/// <param name="Happened">What happened.</param>
/// <param name="Causes">What it follows from, as far as it is kept: a change before an incident is a suspect, not a
/// proof.</param>
/// <param name="Effects">What followed directly, oldest first, also to other objects; bounded.</param>
public sealed record TracedEvent(
    FleetEvent Happened, ImmutableArray<FleetEvent> Causes, ImmutableArray<FleetEvent> Effects);
