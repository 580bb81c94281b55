namespace Vireo.Adapters.Ovsdb;

/// <summary>There is no connection, or it ended before the answer: what was asked may or may not have happened.</summary>
internal sealed class OvsdbLost(string message, Exception? inner = null) : OvsdbException(message, inner)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;

    /// <summary>Whether a request was on its way, so that its effect has to be read back before it is repeated.</summary>
    public bool IsOutcomeUnknown { get; init; }
}
