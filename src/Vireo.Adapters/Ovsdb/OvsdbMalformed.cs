namespace Vireo.Adapters.Ovsdb;

/// <summary>What came is no message of the protocol, or contradicts what came before.</summary>
internal sealed class OvsdbMalformed(string message, Exception? inner = null) : OvsdbException(message, inner)
{
    /// <summary>True: the connection is dropped, and everything is read anew on the next one.</summary>
    public override bool IsTransient => true;
}
