namespace Vireo.Adapters.OpenFlow;

/// <summary>The connection ended, or no answer came: what was asked may or may not have happened.</summary>
internal sealed class OpenFlowLost(string message, Exception? inner = null) : OpenFlowException(message, inner)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}
