namespace Vireo.Fleet;

/// <summary>A port of a router's outer address that leads to a machine.</summary>
/// <param name="Port">1 to 65,535.</param>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="TargetPort">The machine's port.</param>
public sealed record PortForward(int Port, TransportProtocol Protocol, string Machine, int TargetPort);
