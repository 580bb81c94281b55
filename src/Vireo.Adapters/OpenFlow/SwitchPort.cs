using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow;

/// <summary>A port of a switch (<c>ofp_port</c>).</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Mac">Its hardware address: <c>0a:00:00:00:00:01</c>.</param>
/// <param name="Config">What was set of it (<c>ofp_port_config</c>).</param>
/// <param name="State">How it is (<c>ofp_port_state</c>).</param>
internal sealed record SwitchPort(uint Number, string Name, string Mac, uint Config, uint State)
{
    /// <summary>The bit of <see cref="Config"/> that takes it down.</summary>
    public const uint ConfiguredDown = 1;

    private const uint NoLink = 1;

    /// <summary>Whether packets pass.</summary>
    public bool IsUp => (Config & ConfiguredDown) == 0 && (State & NoLink) == 0;

    /// <summary>Whether it is one that wires can be at.</summary>
    public bool IsReal => Number is > 0 and <= ReservedPort.Last;

    /// <summary>Reads one.</summary>
    public static SwitchPort Read(ref WireReader reader)
    {
        uint number = reader.Int();
        reader.Skip(4);
        string mac = MacText.Of(reader.Take(6));
        reader.Skip(2);
        string name = reader.Text(16);
        uint config = reader.Int();
        uint state = reader.Int();
        reader.Skip(24);

        return new SwitchPort(number, name, mac, config, state);
    }
}
