namespace Vireo.Adapters.OpenFlow;

/// <summary>What is put up with from switches.</summary>
internal sealed record OpenFlowLimits
{
    /// <summary>How long a switch may take from its connection until it has said what it is.</summary>
    public TimeSpan HandshakeWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take.</summary>
    public TimeSpan AnswerWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After this silence a switch is asked for an echo; after the same silence again it is lost. As Open vSwitch
    /// does it.</summary>
    public TimeSpan Inactivity { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest answer in parts, in bytes. A flow has about 100.</summary>
    public long LongestAnswer { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes that may wait to be sent to a switch; who wants to send more waits.</summary>
    public int MostWaiting { get; init; } = 1024 * 1024;

    /// <summary>Refused changes of one batch that are kept; more are only counted.</summary>
    public int MostFailures { get; init; } = 100;

    /// <summary>Switches at once; more are turned away.</summary>
    public int MostSwitches { get; init; } = 4096;
}
