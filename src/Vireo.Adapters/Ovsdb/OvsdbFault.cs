namespace Vireo.Adapters.Ovsdb;

/// <summary>The server refused: its error word (RFC 7047, section 3.1), such as "constraint violation", with what it
/// adds.</summary>
internal sealed class OvsdbFault(string error, string details, string peer)
    : OvsdbException($"'{peer}' refuses: {error}{(details.Length > 0 ? $": {details}" : "")}.")
{
    /// <summary>The error word as the server sends it.</summary>
    public string Error => error;

    /// <summary>What it adds; may be empty.</summary>
    public string Details => details;

    /// <inheritdoc/>
    public override bool IsTransient => error is "timed out" or "canceled" or "not leader" or "cluster error";
}
