using Vireo.Fleet;

namespace Vireo.Adapters.Ovsdb;

/// <summary>A call to a database that did not bring what was asked for.</summary>
internal abstract class OvsdbException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same call may succeed later.</summary>
    public abstract bool IsTransient { get; }

    /// <summary>The same for those outside of the adapter.</summary>
    public ProviderException Translate() => new(Message, IsTransient, this);
}
