namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>Ports that are no ports (<c>ofp_port_no</c>).</summary>
internal static class ReservedPort
{
    /// <summary>The highest number of a real one.</summary>
    public const uint Last = 0xffffff00;

    /// <summary>To the controller, or from it.</summary>
    public const uint Controller = 0xfffffffd;

    /// <summary>The switch's own.</summary>
    public const uint Local = 0xfffffffe;

    /// <summary>Whichever, or none.</summary>
    public const uint Any = 0xffffffff;

    private static readonly string[] Names = ["IN_PORT", "TABLE", "NORMAL", "FLOOD", "ALL", "CONTROLLER", "LOCAL", "ANY"];

    /// <summary>How Open vSwitch writes a port.</summary>
    public static string Text(uint port) => port >= 0xfffffff8 ? Names[port - 0xfffffff8] : $"{port}";

    /// <summary>Reads what <see cref="Text"/> writes.</summary>
    public static bool TryParse(string text, out uint port)
    {
        int named = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        port = named >= 0 ? 0xfffffff8 + (uint)named : 0;

        return named >= 0 || (uint.TryParse(text, out port) && port is > 0 and <= Last);
    }
}
