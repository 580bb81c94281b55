using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>What a decision was shown.</summary>
/// <param name="Fleet">The inventory.</param>
/// <param name="Outlook">What was expected of it.</param>
public sealed record DecisionInputs(FleetSnapshot Fleet, Outlook Outlook);
