namespace Vireo.Fleet;

/// <summary>Something that packets pass or end at.</summary>
/// <param name="Id">Unique in the topology: <c>host/h1</c>, <c>switch/h1/br-int</c>, <c>port/h1/eth0</c>,
/// <c>machine/web.web-1</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Within">The element that takes it along when it fails; null where nothing does.</param>
/// <param name="IsUp">Whether it works, as far as it says so.</param>
public sealed record TopologyElement(string Id, TopologyKind Kind, string Name, string? Within, bool IsUp = true);
