using System.Text.Json.Nodes;
using Vireo.Adapters.LoadBalancing;
using Vireo.Adapters.Logs;
using Vireo.Detection.Notifying;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;
using Vireo.Server.Configuration.Yaml;
using Vireo.Server.Notifying;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One kind of document: how it is read into a draft, and its schema.</summary>
internal abstract class DocumentKind(string name, string description)
{
    /// <summary>The version that all documents state.</summary>
    public const string ApiVersion = "vireo/v1";

    /// <summary>All kinds that have an effect.</summary>
    public static IReadOnlyList<DocumentKind> All { get; } =
    [
        new DocumentKind<ProviderSettings>(
            "Provider", "A hypervisor system to connect to.", ProviderDocument.Form,
            (draft, provider) => draft.Providers.Add(provider)),
        new DocumentKind<Policy>(
            "Policy", "What the operator wants.", PolicyDocument.Form, (draft, policy) => draft.Policies.Add(policy)),
        new DocumentKind<AlertRulesDraft>(
            "AlertRules", "Static thresholds that open incidents.", AlertRulesDocument.Form,
            (draft, rules) => draft.AlertRules.Add(rules)),
        new DocumentKind<PoolSettings>(
            "ResourcePool", "A part of a cluster's capacity with its own promises.", ResourcePoolDocument.Form,
            (draft, pool) => draft.Pools.Add(pool)),
        new DocumentKind<VmGroup>(
            "VmGroup", "Replicas of one template that carry a load together.", VmGroupDocument.Form,
            (draft, group) => draft.Groups.Add(group)),
        new DocumentKind<NamedCalendar>(
            "Calendar", "Days with a name that schedules refer to.", CalendarDocument.Form,
            (draft, calendar) => draft.Calendars.Add(calendar)),
        new DocumentKind<VmTemplate>(
            "VmTemplate", "What virtual machines are made from.", VmTemplateDocument.Form,
            (draft, template) => draft.Templates.Add(template)),
        new DocumentKind<Deployment>(
            "Deployment", "Machines that are asked for together, once.", DeploymentDocument.Form,
            (draft, deployment) => draft.Deployments.Add(deployment)),
        new DocumentKind<VirtualNetwork>(
            "Network", "A network to which machines are attached.", NetworkDocument.Form,
            (draft, network) => draft.Networks.Add(network)),
        new DocumentKind<VirtualRouter>(
            "Router", "What carries packets between networks and to the outside.", RouterDocument.Form,
            (draft, router) => draft.Routers.Add(router)),
        new DocumentKind<FirewallPolicy>(
            "Firewall", "Which packets may reach or leave some machines.", FirewallDocument.Form,
            (draft, firewall) => draft.Firewalls.Add(firewall)),
        new DocumentKind<LoadBalancer>(
            "LoadBalancer", "An address behind which several machines serve.", LoadBalancerDocument.Form,
            (draft, balancer) => draft.LoadBalancers.Add(balancer)),
        new DocumentKind<BackendPoolSettings>(
            "BackendPool", "The load balancer that replicas of groups join and leave.", BackendPoolDocument.Form,
            (draft, pool) => draft.BackendPools.Add(pool)),
        new DocumentKind<LogFeedSettings>(
            "LogSource", "Where log lines of hosts and machines come from.", LogSourceDocument.Form,
            (draft, source) => draft.LogSources.Add(source)),
        new DocumentKind<ReceiverSettings>(
            "Receiver", "Somebody who is told when something is wrong.", ReceiverDocument.Form,
            (draft, receiver) => draft.Receivers.Add(receiver)),
        new DocumentKind<RouteDraft>(
            "Route", "Who is told of what, and when.", RouteDocument.Form, (draft, route) => draft.Routes.Add(route)),
        new DocumentKind<Silence>(
            "Silence", "A time in which nobody is told of something.", SilenceDocument.Form,
            (draft, silence) => draft.Silences.Add(silence)),
        new DocumentKind<ServerSettings>(
            "Server", "How the server listens and whom it trusts.", ServerDocument.Form,
            (draft, server) => draft.Servers.Add(server)),
    ];

    public string Name => name;

    public string Description => description;

    /// <summary>The name that a document gives itself; null when it gives none.</summary>
    public static string? NameOf(YamlMapping document) => document.Find("name") is YamlScalar { IsNull: false } name ? name.Text : null;

    /// <summary>Reads the keys besides <c>apiVersion</c> and <c>kind</c>.</summary>
    public abstract void Read(YamlMapping mapping, ProblemList problems, ConfigurationDraft draft);

    /// <summary>With <c>apiVersion</c> and <c>kind</c>.</summary>
    public JsonObject Schema()
    {
        var schema = OwnSchema();
        schema["title"] = name;
        schema["description"] = description;
        var properties = schema["properties"]!.AsObject();
        properties.Insert(0, "apiVersion", new JsonObject { ["const"] = ApiVersion });
        properties.Insert(1, "kind", new JsonObject { ["const"] = name });
        var required = schema["required"]!.AsArray();
        required.Insert(0, "apiVersion");
        required.Insert(1, "kind");

        return schema;
    }

    protected abstract JsonObject OwnSchema();
}

/// <summary>A kind whose documents become a record.</summary>
internal sealed class DocumentKind<T>(
    string name, string description, MappingForm<T> form, Action<ConfigurationDraft, Located<T>> add)
    : DocumentKind(name, description)
    where T : class
{
    public override void Read(YamlMapping mapping, ProblemList problems, ConfigurationDraft draft)
    {
        if (form.TryRead(mapping, problems, out var value))
        {
            add(draft, new Located<T>(value, mapping, problems));
        }
        else
        {
            draft.Unread.Add(Name, NameOf(mapping));
        }
    }

    protected override JsonObject OwnSchema() => form.Schema();
}
