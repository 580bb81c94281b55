using Vireo.Fleet;

namespace Vireo.Adapters.OpenFlow;

/// <summary>Something asked of a switch that did not happen.</summary>
internal abstract class OpenFlowException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same may succeed later.</summary>
    public abstract bool IsTransient { get; }

    /// <summary>The same for those outside of the adapter.</summary>
    public ProviderException Translate() => new(Message, IsTransient, this);
}
