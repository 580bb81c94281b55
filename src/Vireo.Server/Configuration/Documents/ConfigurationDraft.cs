using System.Collections.Immutable;
using Vireo.Adapters.LoadBalancing;
using Vireo.Adapters.Logs;
using Vireo.Detection;
using Vireo.Detection.Notifying;
using Vireo.Fleet;
using Vireo.Scheduling.Deploying;
using Vireo.Server.Notifying;

namespace Vireo.Server.Configuration.Documents;

/// <summary>All documents of all files, before what concerns several of them is checked.</summary>
internal sealed class ConfigurationDraft
{
    public List<Located<ProviderSettings>> Providers { get; } = [];

    public List<Located<Policy>> Policies { get; } = [];

    public List<Located<AlertRulesDraft>> AlertRules { get; } = [];

    public List<Located<PoolSettings>> Pools { get; } = [];

    public List<Located<VmGroup>> Groups { get; } = [];

    public List<Located<NamedCalendar>> Calendars { get; } = [];

    public List<Located<VmTemplate>> Templates { get; } = [];

    public List<Located<Deployment>> Deployments { get; } = [];

    public List<Located<VirtualNetwork>> Networks { get; } = [];

    public List<Located<VirtualRouter>> Routers { get; } = [];

    public List<Located<FirewallPolicy>> Firewalls { get; } = [];

    public List<Located<LoadBalancer>> LoadBalancers { get; } = [];

    public List<Located<ReceiverSettings>> Receivers { get; } = [];

    public List<Located<RouteDraft>> Routes { get; } = [];

    public List<Located<Silence>> Silences { get; } = [];

    public List<Located<BackendPoolSettings>> BackendPools { get; } = [];

    public List<Located<LogFeedSettings>> LogSources { get; } = [];

    public List<Located<ServerSettings>> Servers { get; } = [];

    /// <summary>Documents that are there and could not be read.</summary>
    public UnreadDocuments Unread { get; } = new();

    /// <summary>The whole configuration; what contradicts itself becomes problems.</summary>
    /// <param name="known">What is in force and may be referred to as well.</param>
    public ServerConfiguration Complete(ServerConfiguration known)
    {
        RequireUniqueNames(Providers, provider => provider.Name, "provider");
        ProviderClaims.Require(Providers);
        RequireUniqueNames(Policies, policy => policy.Name, "policy");
        RequireUniqueNames(AlertRules, rules => rules.Name, "set of alert rules");
        RequireUniqueNames(Pools, pool => pool.Pool.Id.Value, "resource pool");
        RequireUniqueNames(Groups, group => group.Id.Value, "group");
        RequireUniqueNames(Calendars, calendar => calendar.Name, "calendar");
        RequireUniqueNames(Templates, template => template.Id.Value, "template");
        RequireUniqueNames(Deployments, deployment => deployment.Id.Value, "deployment");
        RequireUniqueNames(Networks, network => network.Name, "network");
        RequireUniqueNames(Routers, router => router.Name, "router");
        RequireUniqueNames(Firewalls, firewall => firewall.Name, "firewall");
        RequireUniqueNames(LoadBalancers, balancer => balancer.Name, "load balancer");
        RequireUniqueNames(Receivers, receiver => receiver.Name, "receiver");
        RequireUniqueNames(BackendPools, pool => pool.Name, "load balancer of groups");
        BackendPoolReferences.Require(this);
        RequireUniqueNames(LogSources, source => source.Name, "log source");
        RequireProvidersOfLogs();
        RequireUniqueNames(Silences, silence => silence.Id, "silence");
        RequireUniqueRules();
        RequireKnownPolicies();
        RequireKnownTemplates(known.Templates);
        NotificationReferences.Require(Routes, Receivers, Unread);
        PoolReferences.Require(Pools, [.. Providers.Select(provider => provider.Value.Name)], known.Pools, Unread);
        PoolClaims.Require(Pools, known.Pools);
        DeploymentReferences.Require(
            Deployments, [.. Templates.Select(template => template.Value), .. known.Templates],
            [.. Pools.Select(pool => pool.Value.Pool.Id), .. known.Pools.Select(pool => pool.Pool.Id)], Unread);
        var network = NetworkReferences.Require(this);
        var groups = CalendarReferences.Resolve(Groups, Calendars, known.Groups, Unread);
        foreach (var server in Servers.Skip(1))
        {
            server.Report("kind", "There is already a document of kind Server. Keep one of them.");
        }

        return new ServerConfiguration(
            [.. Providers.Select(provider => provider.Value)],
            [.. Policies.Select(policy => policy.Value)],
            AlertRulesDocument.Combine([.. AlertRules.Select(rules => rules.Value)]),
            Servers.FirstOrDefault()?.Value ?? new ServerSettings())
        {
            Pools = [.. Pools.Select(pool => pool.Value)],
            Groups = groups,
            Calendars = [.. Calendars.Select(calendar => calendar.Value)],
            Templates = [.. Templates.Select(template => template.Value)],
            Network = network,
            HasRules = AlertRules.Count > 0,
            HasServer = Servers.Count > 0,
            HasNotifications = Receivers.Count + Routes.Count + Silences.Count > 0,
            Notifications = NotificationReferences.Combine(Routes, Receivers, Silences),
            BackendPools = [.. BackendPools.Select(pool => pool.Value)],
            LogSources = [.. LogSources.Select(source => source.Value)],
            Deployments = [.. Deployments.Select(deployment => deployment.Value)],
            RulePaths = [.. AlertRules.SelectMany(rules => rules.Value.Paths)],
            RuleFiles = AlertRulesDocument.RuleFiles([.. AlertRules.Select(rules => rules.Value)]),
        };
    }

    private static void RequireUniqueNames<T>(List<Located<T>> documents, Func<T, string> nameOf, string what)
    {
        var first = new Dictionary<string, Located<T>>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            string name = nameOf(document.Value);
            if (!first.TryAdd(name, document))
            {
                document.Report(
                    "name",
                    $"There is already a {what} named '{name}', in {first[name].Problems.File}:{first[name].Mapping.Place.Line}.");
            }
        }
    }

    private void RequireProvidersOfLogs()
    {
        // A file may hold log sources alone, beside others that hold the providers.
        foreach (var source in LogSources.Where(_ => Providers.Count > 0))
        {
            string wanted = source.Value.Provider;
            if (wanted.Length == 0 ? Providers.Count > 1 : !Providers.Exists(provider => provider.Value.Name == wanted) &&
                !Unread.MayHold("Provider", wanted))
            {
                string known = string.Join(", ", Providers.Select(provider => $"'{provider.Value.Name}'"));
                source.Report("provider", $"The key 'provider' must name one of the providers; there are {known}.");
            }
            else if (Providers.Exists(provider => provider.Value.Type == ProviderType.Simulation &&
                (wanted.Length == 0 || provider.Value.Name == wanted)))
            {
                source.Report("provider", "A simulated fleet writes its own logs, in its own time; log sources belong to real ones.");
            }
        }
    }

    private void RequireUniqueRules()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in AlertRules)
        {
            foreach (var rule in set.Value.Rules.Where(rule => !seen.Add(rule.Name)))
            {
                set.Report("rules", $"The rule '{rule.Name}' is in another set as well. Rule names are unique.");
            }
        }

        RequireOwnAlertNames();
    }

    // An incident is told by rule and entity: an alert must not be taken for a threshold or a built-in watch.
    private void RequireOwnAlertNames()
    {
        HashSet<string> taken =
        [
            .. RuleNames.BuiltIn,
            .. AlertRulesDocument.Combine([.. AlertRules.Select(rules => rules.Value)]).Select(rule => rule.Name),
        ];
        foreach (var set in AlertRules)
        {
            foreach (string name in set.Value.RuleFiles.SelectMany(file => file.RuleNames).Where(taken.Contains))
            {
                set.Report("groups", $"'{name}' is the name of a threshold or a built-in watch. Choose another name.");
            }
        }
    }

    private void RequireKnownTemplates(ImmutableArray<VmTemplate> known)
    {
        List<VmTemplateId> all = [.. Templates.Select(template => template.Value.Id), .. known.Select(template => template.Id)];
        foreach (var group in Groups)
        {
            var wanted = group.Value.Template;
            if (!all.Contains(wanted))
            {
                if (Unread.MayHold("VmTemplate", wanted.Value))
                {
                    continue;
                }

                string nearest = NearestWord.Of(wanted.Value, all.Select(template => template.Value)) is { } near
                    ? $" The nearest is '{near}'." : " There is no document of kind VmTemplate.";
                group.Report("template", $"There is no template named '{wanted}'.{nearest}");
            }
            else if (ForReplicas(wanted, known) is { } template &&
                TemplateText.WhyNot(template, ImmutableDictionary<string, string>.Empty) is { } wrong)
            {
                group.Report("template", $"{wrong} Replicas take the defaults.");
            }
        }
    }

    private VmTemplate? ForReplicas(VmTemplateId id, ImmutableArray<VmTemplate> known) =>
        (Templates.Find(template => template.Value.Id == id)?.Value) ?? new Policy { Templates = known }.TemplateOf(id);

    private void RequireKnownPolicies()
    {
        foreach (var provider in Providers)
        {
            string wanted = provider.Value.Policy;
            if (wanted.Length == 0 && Policies.Count > 1)
            {
                provider.Report(
                    "policy",
                    $"There are {Policies.Count} policies; the key 'policy' must say which one is in force for '{provider.Value.Name}'.");
            }
            else if (wanted.Length > 0 && Policies.TrueForAll(policy => policy.Value.Name != wanted) &&
                !Unread.MayHold("Policy", wanted))
            {
                string nearest = NearestWord.Of(wanted, Policies.Select(policy => policy.Value.Name)) is { } near
                    ? $" The nearest is '{near}'." : " There is no document of kind Policy.";
                provider.Report("policy", $"There is no policy named '{wanted}'.{nearest}");
            }
        }
    }
}
