using System.Collections.Immutable;
using Vireo.Adapters.LoadBalancing;
using Vireo.Adapters.Logs;
using Vireo.Detection;
using Vireo.Detection.Rules.Defaults;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;
using Vireo.Server.Notifying;

namespace Vireo.Server.Configuration;

/// <summary>Everything that configuration files say, checked.</summary>
/// <param name="Providers">In the order in which they were read; empty when none is configured.</param>
/// <param name="Policies">By unique name, in the order in which they were read.</param>
/// <param name="Rules">Thresholds in force.</param>
/// <param name="Server">The server itself.</param>
public sealed record ServerConfiguration(
    ImmutableArray<ProviderSettings> Providers,
    ImmutableArray<Policy> Policies,
    ImmutableArray<ThresholdRule> Rules,
    ServerSettings Server)
{
    /// <summary>What runs when nobody configured anything.</summary>
    public static ServerConfiguration Empty { get; } = new([], [], DefaultRules.All, new ServerSettings());

    /// <summary>What a cluster runs under, as documents may refer to it.</summary>
    public static ServerConfiguration InForce(Policy policy) => Empty with
    {
        Pools = [.. policy.Pools.Select(pool => new PoolSettings(pool, ""))],
        Groups = policy.Groups,
        Templates = policy.Templates,
    };

    /// <summary>Resource pools, in the order in which they were read.</summary>
    public ImmutableArray<PoolSettings> Pools { get; init; } = [];

    /// <summary>Groups of replicas, in the order in which they were read.</summary>
    public ImmutableArray<VmGroup> Groups { get; init; } = [];

    /// <summary>Calendars, in the order in which they were read; the schedules of groups carry those that they
    /// name.</summary>
    public ImmutableArray<NamedCalendar> Calendars { get; init; } = [];

    /// <summary>Templates, in the order in which they were read.</summary>
    public ImmutableArray<VmTemplate> Templates { get; init; } = [];

    /// <summary>What is declared of the network; clusters whose provider manages one make it so.</summary>
    public NetworkIntent Network { get; init; } = new();

    /// <summary>Whether a document of kind AlertRules was read.</summary>
    public bool HasRules { get; init; }

    /// <summary>Whether a document of kind Server was read.</summary>
    public bool HasServer { get; init; }

    /// <summary>Whether a document of kind Receiver, Route or Silence was read.</summary>
    public bool HasNotifications { get; init; }

    /// <summary>Who is told of what.</summary>
    public NotificationSettings Notifications { get; init; } = NotificationSettings.None;

    /// <summary>Deployments that are asked for, in the order in which they were read. A server asks for none by
    /// itself.</summary>
    public ImmutableArray<Deployment> Deployments { get; init; } = [];

    /// <summary>Where log lines come from, in the order in which they were read.</summary>
    public ImmutableArray<LogFeedSettings> LogSources { get; init; } = [];

    /// <summary>Load balancers that groups name, in the order in which they were read.</summary>
    public ImmutableArray<BackendPoolSettings> BackendPools { get; init; } = [];

    /// <summary>The load balancers of a provider's groups: those that name it, and those that name none.</summary>
    public IEnumerable<BackendPoolSettings> BackendPoolsOf(string provider) =>
        BackendPools.Where(pool => pool.Provider.Length == 0 || pool.Provider == provider);

    /// <summary>The log sources of a provider: those that name it, and those that name none.</summary>
    public IEnumerable<LogFeedSettings> LogSourcesOf(string provider) =>
        LogSources.Where(source => source.Provider.Length == 0 || source.Provider == provider);

    /// <summary>Alerting and recording rules in force.</summary>
    public ImmutableArray<RuleFile> RuleFiles { get; init; } = [ShippedRules.Read()];

    /// <summary>Files that hold some of them; a change in one of these counts like one in the configuration.</summary>
    public ImmutableArray<string> RulePaths { get; init; } = [];

    /// <summary>The policy of a provider: the one it names, else the only one, else the careful default (S15); with the
    /// pools of its cluster and the groups.</summary>
    public Policy PolicyOf(ProviderSettings provider) => Named(provider) with
    {
        Pools = PoolsOf(provider.Name),
        Groups = Groups,
        Templates = Templates,
        Network = Network.IsEmpty ? null : Network,
    };

    /// <summary>The pools of a provider's cluster.</summary>
    public ImmutableArray<ResourcePool> PoolsOf(string provider) =>
        [.. Pools.Where(pool => pool.Provider.Length == 0 || pool.Provider == provider).Select(pool => pool.Pool)];

    private Policy Named(ProviderSettings provider) =>
        Policies.FirstOrDefault(policy => policy.Name == provider.Policy)
        ?? (Policies.Length == 1 && provider.Policy.Length == 0 ? Policies[0] : new Policy());
}
