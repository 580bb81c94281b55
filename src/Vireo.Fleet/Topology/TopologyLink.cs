namespace Vireo.Fleet;

/// <summary>A connection of two elements, in both directions.</summary>
/// <param name="From">One end.</param>
/// <param name="To">The other.</param>
/// <param name="Evidence">How it is known: <c>bridge</c>, <c>patch</c>, <c>bond</c>, <c>tunnel</c>, <c>lldp</c>, <c>assumed</c>.</param>
/// <param name="SeenAt">When that was last said.</param>
public sealed record TopologyLink(string From, string To, string Evidence, DateTimeOffset SeenAt)
{
    /// <summary>What the link is called when it fails: <c>FROM--TO</c>.</summary>
    public string Id => $"{From}--{To}";
}
