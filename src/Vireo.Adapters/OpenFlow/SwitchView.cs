namespace Vireo.Adapters.OpenFlow;

/// <summary>A switch that is connected, for people.</summary>
/// <param name="Datapath">Its identifier: sixteen hexadecimal digits.</param>
/// <param name="Peer">From where it came.</param>
/// <param name="Software">What it runs.</param>
/// <param name="Role">What we may do.</param>
/// <param name="Ports">Wires can be at.</param>
/// <param name="PortsUp">Of those work.</param>
/// <param name="Standing">How it stands against what is declared; null before it was compared.</param>
public sealed record SwitchView(
    string Datapath, string Peer, string Software, ControllerRole Role, int Ports, int PortsUp, SwitchStanding? Standing);
