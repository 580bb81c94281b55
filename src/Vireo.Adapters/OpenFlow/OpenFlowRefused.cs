namespace Vireo.Adapters.OpenFlow;

/// <summary>The switch answered with an error.</summary>
internal sealed class OpenFlowRefused(string peer, SwitchError error) : OpenFlowException($"{peer} refuses: {error}.")
{
    /// <summary>What it said.</summary>
    public SwitchError Error => error;

    /// <inheritdoc/>
    public override bool IsTransient => error == SwitchError.StaleRole || error == SwitchError.IsSlave;
}
