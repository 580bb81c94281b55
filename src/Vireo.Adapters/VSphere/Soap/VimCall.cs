using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>One call of the API.</summary>
/// <param name="Operation">Its name in the schema.</param>
/// <param name="On">The object that is asked.</param>
/// <param name="Arguments">In the order of the schema.</param>
internal sealed record VimCall(string Operation, ManagedObject On, params ImmutableArray<XElement> Arguments)
{
    /// <summary>Whether it may be said again when its answer is lost or the session has ended.</summary>
    public bool IsRead { get; init; }

    /// <summary>How long the server may wait before it answers, on top of the usual time limit. Such a call takes no
    /// turn from the others.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>What proves who calls, for the header; null for none. Never part of a message.</summary>
    public XElement? Security { get; init; }

    /// <summary>The object that its task is about, where that is another than the one that is asked.</summary>
    public ManagedObject? About { get; init; }

    /// <summary>A token that the server keeps with the task that the call starts; empty for none.</summary>
    public string Activation { get; init; } = "";
}
