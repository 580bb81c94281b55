namespace Vireo.Adapters.Ovsdb;

/// <summary>What a connection puts up with.</summary>
internal sealed record OvsdbLimits
{
    /// <summary>The longest message in bytes. 50,000 ports of a northbound database come in about 30 MiB.</summary>
    public int LongestMessage { get; init; } = 256 * 1024 * 1024;

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan AnswerWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this silence the server is asked for an echo; after the same silence again it is lost. As Open
    /// vSwitch does it.</summary>
    public TimeSpan Inactivity { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests that may wait for their answers at once; more wait for their turn.</summary>
    public int MostPending { get; init; } = 256;
}
