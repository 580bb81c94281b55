namespace Vireo.Simulation;

/// <summary>Tells when a host has too much to do.</summary>
internal interface IOverloadTest
{
    /// <summary>The load above which a host with no past is overloaded, 0 to 1.</summary>
    double FallbackThreshold { get; }

    /// <summary>Whether a host is overloaded.</summary>
    /// <param name="utilisation">All that its machines ask for, over its capacity.</param>
    /// <param name="past">Its load as it would have been with these machines, the newest value first; trailing zeros
    /// are no past.</param>
    bool IsOverloaded(double utilisation, ReadOnlySpan<double> past);
}
