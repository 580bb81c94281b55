namespace Vireo.Adapters.Probing;

/// <summary>How a service is asked.</summary>
public enum ProbeKind
{
    /// <summary>A path answers with a status below 400.</summary>
    Http,

    /// <summary>A port accepts connections.</summary>
    Tcp,

    /// <summary>The machine answers an ICMP echo request.</summary>
    Icmp,
}
