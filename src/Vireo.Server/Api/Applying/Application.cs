using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;
using Vireo.Server.Api.Removing;
using Vireo.Server.Configuration;
using Vireo.Server.Configuration.Documents;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Api.Applying;

/// <summary>Documents laid over what is in force: by name, the others stay.</summary>
internal sealed partial class Application
{
    private readonly List<AppliedChange> _changes = [];

    private Application(Policy policy) => Policy = policy;

    /// <summary>The policy with all of it.</summary>
    public Policy Policy { get; private set; }

    /// <summary>Deployments that have to be asked for.</summary>
    public ImmutableArray<Deployment> Deployments { get; private set; } = [];

    /// <summary>What could not be looked at, and what is left out; sentences.</summary>
    public ImmutableArray<string> Notes { get; private set; } = [];

    /// <summary>Document by document.</summary>
    public ImmutableArray<AppliedChange> Changes => [.. _changes];

    /// <summary>The documents that are in force then because they were applied, and those that no longer are.</summary>
    public DocumentChanges Documents => new(
        [.. _changes.Where(change => change.Change != ChangeKind.Deleted && IsKept(change.Kind)).Select(NameOf)],
        [.. _changes.Where(change => change.Change == ChangeKind.Deleted).Select(NameOf)]);

    /// <summary>Whether anything but the deployments changes.</summary>
    public bool ChangesPolicy =>
        _changes.Exists(change => change.Kind != "Deployment" && change.Change != ChangeKind.Unchanged);

    /// <summary>Whether anything is to be done.</summary>
    public bool ChangesAnything => ChangesPolicy || !Deployments.IsEmpty;

    /// <summary>Lays them over.</summary>
    /// <exception cref="ApiException">A document contradicts what is in force, or asks for what no host has.</exception>
    /// <param name="read">The documents.</param>
    /// <param name="state">What is in force.</param>
    /// <param name="prune">Whether pools, groups and templates that were applied before and are not among them
    /// go.</param>
    public static Application Of(ServerConfiguration read, LoopState state, bool prune)
    {
        var application = new Application(state.Policy);
        application.Take(read.Policies);
        application.Take(read.Templates);
        application.Take(read.Pools);
        application.Take(read.Calendars, read.Groups);
        application.Take(read.Groups);
        application.Take(read.Deployments, state.Deployments);
        if (prune)
        {
            application.Prune(state);
        }

        if (!read.Network.IsEmpty)
        {
            application.Take(read.Network, state);
        }

        application.Admit(read, state);

        return application;
    }

    private void Admit(ServerConfiguration read, LoopState state)
    {
        foreach (var group in read.Groups.Where(group => IsNew("VmGroup", group.Id.Value)))
        {
            RequireLoadBalancer(group, state);
        }

        var now = state with { Policy = Policy };
        var fresh = read.Templates.Where(template => IsNew("VmTemplate", template.Id.Value));
        var deployed = Deployments.SelectMany(deployment => deployment.Machines)
            .Select(machine => Policy.TemplateOf(machine.Template)).OfType<VmTemplate>();
        var changed = read.Pools.Select(pool => pool.Pool.Id).Where(pool => IsNew("ResourcePool", pool.Value)).ToHashSet();
        Notes =
        [
            .. Notes,
            .. Admission.RequireTemplates(fresh.Concat(deployed), now),
            .. changed.Count == 0
                ? []
                : Admission.RequireReservations(
                    state.Policy.Pools, [.. Policy.Pools.OrderBy(pool => changed.Contains(pool.Id))], now),
        ];
    }

    private static void RequireLoadBalancer(VmGroup group, LoopState state)
    {
        if (group.BackendPool is { } pool && !state.Fleet.BackendPools.Any(one => one.Id == pool))
        {
            string known = string.Join(", ", state.Fleet.BackendPools.Select(one => $"'{one.Id}'"));

            throw ApiException.Conflict(
                $"Group '{group.Id}' names load balancer '{pool}', to which this server does not speak" +
                (known.Length == 0 ? "" : $"; it speaks to {known}") +
                ". Documents of kind BackendPool belong in the server's configuration files.");
        }
    }

    /// <summary>Whether it is remembered already that these documents were applied.</summary>
    public bool AreKnown(ImmutableArray<DocumentName> applied) => Documents.Applied.All(applied.Contains);

    // Groups before the pools that name them and the templates that they are made from; pools before those around them.
    private void Prune(LoopState state)
    {
        var gone = state.Applied.Where(one => !_changes.Exists(change => NameOf(change) == one)).ToList();
        foreach (var group in gone.Where(one => one.Kind == "VmGroup" && Policy.Groups.Any(group => group.Id.Value == one.Name)))
        {
            Remove(Removal.OfGroup(new VmGroupId(group.Name), state with { Policy = Policy }));
        }

        var pools = gone.Where(one => one.Kind == "ResourcePool").Select(one => new ResourcePoolId(one.Name)).ToHashSet();
        foreach (var pool in PoolDivision.Of(state.Fleet, state.Outlook, Policy).Standings.Reverse().Where(pool => pools.Contains(pool.Pool)))
        {
            Remove(Removal.OfPool(pool.Pool, state with { Policy = Policy }));
        }

        foreach (var template in gone.Where(one => one.Kind == "VmTemplate" && Policy.TemplateOf(new VmTemplateId(one.Name)) is not null))
        {
            Remove(Removal.OfTemplate(new VmTemplateId(template.Name), state with { Policy = Policy }));
        }
    }

    private void Remove(Removal removal)
    {
        Policy = removal.Require(force: true).Without;
        _changes.Add(new AppliedChange(removal.Kind, removal.Name, ChangeKind.Deleted, removal.Consequences));
    }

    private static bool IsKept(string kind) => kind is "ResourcePool" or "VmGroup" or "VmTemplate";

    private static DocumentName NameOf(AppliedChange change) => new(change.Kind, change.Name);

    private bool IsNew(string kind, string name) =>
        _changes.Exists(change => change.Kind == kind && change.Name == name && change.Change != ChangeKind.Unchanged);

    private void Take(ImmutableArray<Policy> policies)
    {
        foreach (var policy in policies.Select(policy => policy.Keeping(Policy)))
        {
            Note("Policy", policy.Name, PolicyDocument.Form, Policy, policy);
            Policy = policy with
            {
                Pools = Policy.Pools,
                Groups = Policy.Groups,
                Templates = Policy.Templates,
                Network = Policy.Network,
            };
        }
    }

    // A version says one thing for ever: replicas carry its number.
    private void Take(ImmutableArray<VmTemplate> templates)
    {
        foreach (var template in templates)
        {
            var before = Policy.TemplateOf(template.Id);
            Note("VmTemplate", template.Id.Value, VmTemplateDocument.Form, before, template);
            if (before is not null && template.Version <= before.Version && _changes[^1].Change != ChangeKind.Unchanged)
            {
                throw ApiException.Conflict(
                    $"Template '{template.Id}' differs from version {before.Version}, which is in force " +
                    $"({string.Join("; ", _changes[^1].Differences)}). Give it version {before.Version + 1}.");
            }

            Policy = Policy with { Templates = With(Policy.Templates, template, one => (one.Id, one.Version)) };
        }
    }

    private void Take(ImmutableArray<PoolSettings> pools)
    {
        foreach (var pool in pools)
        {
            var before = Policy.Pools.FirstOrDefault(one => one.Id == pool.Pool.Id);
            Note(
                "ResourcePool", pool.Pool.Id.Value, ResourcePoolDocument.Form, before is null ? null : new PoolSettings(before, ""),
                pool with { Provider = "" });
            Policy = Policy with { Pools = With(Policy.Pools, pool.Pool, one => one.Id) };
        }
    }

    // Calendars are in force as part of the schedules that name them, and nowhere else.
    private void Take(ImmutableArray<NamedCalendar> calendars, ImmutableArray<VmGroup> groups)
    {
        var inForce = Policy.Groups.SelectMany(CalendarReferences.Used).ToList();
        var named = groups.SelectMany(CalendarReferences.Used).Select(calendar => calendar.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var calendar in calendars)
        {
            if (named.Contains(calendar.Name))
            {
                Note("Calendar", calendar.Name, CalendarDocument.Form, inForce.Find(one => one.Name == calendar.Name), calendar);
            }
            else
            {
                Notes = Notes.Add(
                    $"Calendar '{calendar.Name}' is left out: no schedule of a group names it. " +
                    "Apply it together with the group that does.");
            }
        }
    }

    private void Take(ImmutableArray<VmGroup> groups)
    {
        foreach (var group in groups)
        {
            Note("VmGroup", group.Id.Value, VmGroupDocument.Form, Policy.Groups.FirstOrDefault(one => one.Id == group.Id), group);
            Policy = Policy with { Groups = With(Policy.Groups, group, one => one.Id) };
        }
    }

    // Asked for once: one that is under way or done and asks for the same is left alone.
    private void Take(ImmutableArray<Deployment> deployments, ImmutableArray<DeploymentRecord> known)
    {
        foreach (var deployment in deployments)
        {
            var before = known.FirstOrDefault(record => record.Deployment.Id == deployment.Id)?.Deployment;
            bool isOver = before is null or { Status: DeploymentStatus.Undone };
            Note("Deployment", deployment.Id.Value, DeploymentDocument.Form, isOver ? null : before, deployment);
            if (!isOver && _changes[^1].Change == ChangeKind.Changed)
            {
                throw ApiException.Conflict(
                    $"Deployment '{deployment.Id}' is {before!.Status.InWords()} and asked for something else " +
                    $"({string.Join("; ", _changes[^1].Differences)}). Give the new one another name.");
            }

            Deployments = isOver ? Deployments.Add(deployment) : Deployments;
        }
    }

    private void Note<T>(string kind, string name, MappingForm<T> form, T? before, T after)
        where T : class
    {
        JsonNode? old = before is null ? null : form.Write(before);
        _changes.Add(AppliedChange.Between(kind, name, old, form.Write(after)));
    }

    private static ImmutableArray<T> With<T, TKey>(ImmutableArray<T> all, T item, Func<T, TKey> keyOf)
        where TKey : notnull
    {
        int at = all.IndexOf(all.FirstOrDefault(one => keyOf(one).Equals(keyOf(item)))!);

        return at < 0 ? all.Add(item) : all.SetItem(at, item);
    }
}
