using Vireo.Fleet;

namespace Vireo.Safety.Rails;

/// <summary>What a provider cannot do, or has no credentials for, is refused before it is sent (S3, S32).</summary>
internal sealed class Capable : IGuardRail
{
    /// <inheritdoc/>
    public string Rule => "S32";

    /// <inheritdoc/>
    public string? Refuse(PlannedAction action, ReviewedFleet fleet)
    {
        if (fleet.ProviderOf(action.Action) is not { } provider)
        {
            return $"{action.Action.Target} is not in the inventory.";
        }

        var can = fleet.Context.Capabilities.GetValueOrDefault(provider, ActionKinds.None);

        return can.HasFlag(action.Action.Kind)
            ? null
            : $"Provider '{provider}' cannot carry out '{action.Action.Kind}' with the credentials it has.";
    }
}
