namespace Vireo.Adapters.OpenFlow;

/// <summary>What came is no message of the protocol.</summary>
internal sealed class OpenFlowMalformed(string message) : OpenFlowException(message)
{
    /// <summary>True: the connection is dropped, and everything is read anew on the next one.</summary>
    public override bool IsTransient => true;
}
