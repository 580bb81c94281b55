using Vireo.Fleet;

namespace Vireo.Simulation.Trials;

/// <summary>An incident that is open when a decision is made.</summary>
public sealed record DecisionIncident
{
    /// <summary>The rule that saw it.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What is wrong.</summary>
    public EntityId Entity { get; init; }

    /// <summary>How urgent.</summary>
    public Severity Severity { get; init; } = Severity.Critical;

    /// <summary>For how long it has been open.</summary>
    public TimeSpan Open { get; init; } = TimeSpan.FromMinutes(15);
}
