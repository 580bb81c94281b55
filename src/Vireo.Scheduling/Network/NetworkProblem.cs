namespace Vireo.Scheduling.Network;

/// <summary>Something in what is declared of the network that cannot be.</summary>
/// <param name="Kind">The kind of document: Network, Router, Firewall or LoadBalancer.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key that is wrong.</param>
/// <param name="Text">What is wrong and what would be right.</param>
public sealed record NetworkProblem(string Kind, string Name, string Key, string Text);
