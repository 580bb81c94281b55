namespace Vireo.Simulation;

/// <summary>How often what goes wrong between Vireo and a provider; each a chance per call, 0 to 1.</summary>
public sealed record ReplyFaults
{
    /// <summary>The call never arrives and fails.</summary>
    public double LoseRequest { get; init; }

    /// <summary>The call is carried out, but its answer is lost: the caller sees a failure.</summary>
    public double LoseReply { get; init; }

    /// <summary>The call arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>The answer is late by <see cref="Delay"/>.</summary>
    public double Late { get; init; }

    /// <summary>How late.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The call never returns; only its token ends it.</summary>
    public double Hang { get; init; }
}
