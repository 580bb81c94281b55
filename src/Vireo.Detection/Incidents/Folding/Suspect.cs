using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>A change shortly before an incident to what it may come from.</summary>
/// <param name="At">When.</param>
/// <param name="Entity">What was changed.</param>
/// <param name="Message">What happened.</param>
/// <param name="Source">Who did it: a provider, a person, or <c>vireo</c>.</param>
public sealed record Suspect(DateTimeOffset At, EntityId Entity, string Message, string Source)
{
    /// <summary>Names the event on the time line; empty in incidents that were stored before events had keys.</summary>
    public string Key { get => field ?? ""; init; } = "";
}
