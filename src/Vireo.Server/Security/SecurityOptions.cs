using System.Collections.Frozen;
using System.Net;
using Vireo.Server.Configuration;

namespace Vireo.Server.Security;

/// <summary>Whom the server trusts, from its addresses and settings.</summary>
/// <param name="RequireTokenForReads">Whether reading needs a token.</param>
/// <param name="AllowedHosts">Names under which it may be reached, besides loopback and plain addresses.</param>
internal sealed record SecurityOptions(bool RequireTokenForReads, FrozenSet<string> AllowedHosts)
{
    /// <summary>Reading is open only where nothing but this machine can reach the server.</summary>
    public static SecurityOptions For(IReadOnlyList<string> urls, ServerSettings settings)
    {
        var hosts = urls.Select(url => HostOf(url)).ToList();
        bool isOpen = hosts.TrueForAll(IsLoopback) && !settings.RequireTokenForReads;

        return new SecurityOptions(
            !isOpen, hosts.Concat(settings.AllowedHosts).ToFrozenSet(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether a request for this host is meant for us. A page that was lured here by a rebound DNS name
    /// carries that name; an address cannot be rebound.</summary>
    public bool Trusts(string host) =>
        IsLoopback(host) || IPAddress.TryParse(host.Trim('[', ']'), out _) || AllowedHosts.Contains(host);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string HostOf(string url) => Microsoft.AspNetCore.Http.BindingAddress.Parse(url).Host;
}
