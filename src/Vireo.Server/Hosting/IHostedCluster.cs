namespace Vireo.Server.Hosting;

/// <summary>A cluster that this process runs, whatever its hosts are.</summary>
internal interface IHostedCluster : IAsyncDisposable
{
    /// <summary>What it is, in a sentence for the terminal.</summary>
    string Introduction { get; }

    /// <summary>What runs.</summary>
    ClusterRuntime Runtime { get; }

    /// <summary>Virtual seconds per second now, infinity while it runs flat out; null in real time.</summary>
    double? Speed { get; }

    /// <summary>Why it ended by itself; null while it runs.</summary>
    string? Failure { get; }

    /// <summary>Starts it; disposing ends it and waits for the end.</summary>
    void Start();
}
