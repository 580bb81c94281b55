namespace Vireo.Scheduling.Network;

/// <summary>A machine's place in a network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Group">Its group; null when it is in none, or the fleet does not know it.</param>
/// <param name="Interface">What the hypervisor calls its interface, and the logical port is named.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Address">Its address; null where the network has no subnet.</param>
public sealed record AttachedPort(
    string Network, string Machine, string? Group, string Interface, string Mac, string? Address);
