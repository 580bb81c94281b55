namespace Vireo.Adapters.VSphere;

/// <summary>One cluster of a vCenter, or a standalone ESXi host.</summary>
public sealed record VSphereSettings
{
    /// <summary>Where the API answers: <c>https://vcenter.example/sdk</c>.</summary>
    public string Url { get; init; } = "";

    /// <summary>Who logs in.</summary>
    public VSphereAccount Account { get; init; } = new("", "", "");

    /// <summary>SHA-256 thumbprint of the server's certificate; empty to verify it against the machine's
    /// authorities.</summary>
    public string Thumbprint { get; init; } = "";

    /// <summary>Which cluster, by name or as <c>datacenter/cluster</c>; empty for the only one there is.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Whether Vireo may act. Off until somebody decides otherwise (S32).</summary>
    public bool Acts { get; init; }

    /// <summary>Whether Vireo moves machines although DRS moves them by itself, too; off, Vireo yields (S23).</summary>
    public bool MovesDespiteDrs { get; init; }

    /// <summary>Time between two readings of measurements; vSphere measures every 20 seconds.</summary>
    public TimeSpan SampleEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between decisions, and the step of the forecast.</summary>
    public TimeSpan DecideEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the server may take over one answer.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a guest may take to shut down before it is switched off.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Calls under way at most.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Whether a text is the SHA-256 thumbprint of a certificate, with or without colons.</summary>
    public static bool IsThumbprint(string text) => ServerTrust.IsThumbprint(text);
}
