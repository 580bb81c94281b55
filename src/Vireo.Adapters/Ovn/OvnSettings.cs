using Vireo.Adapters.Ovsdb;

namespace Vireo.Adapters.Ovn;

/// <summary>Where OVN's northbound database is, and as whom we write.</summary>
/// <param name="Endpoints"><c>unix:PATH</c>, <c>tcp:HOST:PORT</c> or <c>ssl:HOST:PORT</c>; of a cluster all, with commas
/// between.</param>
public sealed record OvnSettings(string Endpoints)
{
    /// <summary>Rows that carry this word are ours; two managers of one database use two.</summary>
    public string Owner { get; init; } = "vireo";

    /// <summary>For <c>ssl:</c>: the file with the authority's certificate; null otherwise.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>For <c>ssl:</c>: our certificate.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>For <c>ssl:</c>: the key of our certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How long a stage may take until all hosts have carried it out; the next one waits for it. Zero writes
    /// without waiting, where no hosts are connected.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Why a text names no database; null when it does.</summary>
    public static string? WhyNot(string endpoints)
    {
        try
        {
            _ = OvsdbEndpoint.ParseAll(endpoints);

            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }
}
