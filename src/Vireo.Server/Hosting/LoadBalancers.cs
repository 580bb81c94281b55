using System.Collections.Immutable;
using Vireo.Adapters.LoadBalancing;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Hosting;

/// <summary>The load balancers of one cluster while it runs.</summary>
internal sealed class LoadBalancers : IAsyncDisposable
{
    // Only spreads the attempts to reach them again.
    private const int JitterSeed = 2;

    private readonly ImmutableArray<LoadBalancerProvider> _all;

    private LoadBalancers(ImmutableArray<LoadBalancerProvider> all, ImmutableArray<ConnectedProvider> providers) =>
        (_all, Providers) = (all, providers);

    /// <summary>Each as a provider, in the order of the configuration.</summary>
    public ImmutableArray<ConnectedProvider> Providers { get; }

    /// <summary>Prepares them; nothing is asked yet.</summary>
    /// <param name="configuration">What is configured.</param>
    /// <param name="provider">Whose groups join and leave.</param>
    /// <param name="time">The clock of the cluster.</param>
    /// <param name="isVirtual">Whether that clock stands still while something real is asked.</param>
    public static LoadBalancers Open(ServerConfiguration configuration, string provider, TimeProvider time, bool isVirtual)
    {
        var all = ImmutableArray.CreateBuilder<LoadBalancerProvider>();
        var providers = ImmutableArray.CreateBuilder<ConnectedProvider>();
        foreach (var settings in configuration.BackendPoolsOf(provider))
        {
            var one = new LoadBalancerProvider(settings, time, new Random(JitterSeed));
            all.Add(one);
            var beside = isVirtual ? new BesideVirtualTime(one, one) : null;
            IHypervisor reader = beside is null ? one : beside;
            IHypervisorActuator actuator = beside is null ? one : beside;
            providers.Add(new ConnectedProvider(reader, settings.Acts ? actuator : null));
        }

        return new LoadBalancers(all.ToImmutable(), providers.ToImmutable());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in _all)
        {
            await one.DisposeAsync();
        }
    }
}
