using Vireo.Adapters.OpenFlow.Text;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>A flow of a switch.</summary>
/// <param name="Key">Where it stands: two flows cannot have the same.</param>
/// <param name="Instructions">What it does, as it goes over the wire; <see cref="FlowInstructions"/> reads it.</param>
internal sealed record Flow(FlowKey Key, WireBytes Instructions)
{
    /// <summary>Who made it; see <see cref="OpenFlow.SwitchProgram"/>.</summary>
    public ulong Cookie { get; init; }

    /// <summary>Seconds without packets after which the switch drops it; 0 for never.</summary>
    public ushort IdleTimeout { get; init; }

    /// <summary>Seconds after which the switch drops it; 0 for never.</summary>
    public ushort HardTimeout { get; init; }

    /// <summary>Whether both do the same with the same packets.</summary>
    public bool DoesTheSame(Flow other) => Key == other.Key && Instructions.Equals(other.Instructions) && Cookie == other.Cookie &&
        IdleTimeout == other.IdleTimeout && HardTimeout == other.HardTimeout;

    /// <inheritdoc/>
    public override string ToString() => FlowText.Of(this);
}
