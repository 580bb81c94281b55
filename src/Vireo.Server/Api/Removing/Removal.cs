using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Pools;

namespace Vireo.Server.Api.Removing;

/// <summary>A document taken out of a policy, with what still depends on it.</summary>
/// <param name="Kind">Of the document.</param>
/// <param name="Name">Of the document.</param>
/// <param name="Without">The policy without it.</param>
/// <param name="Dependants">What refers to it and would be left without: it stays until they are gone.</param>
/// <param name="Members">What belongs to it and can do without: it goes only if somebody says so.</param>
/// <param name="Consequences">What becomes of what belonged to it.</param>
internal sealed record Removal(
    string Kind, string Name, Policy Without, ImmutableArray<string> Dependants, ImmutableArray<string> Members,
    ImmutableArray<string> Consequences)
{
    private const int MostNamed = 8;

    /// <summary>A pool.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public static Removal OfPool(ResourcePoolId id, LoopState state)
    {
        var policy = state.Policy;
        var pool = policy.Pools.FirstOrDefault(one => one.Id == id) ?? throw Missing("resource pool", id.Value, policy.Pools.Select(one => one.Id.Value));
        var members = PoolDivision.Of(state.Fleet, state.Outlook, policy).MembersOf(id);
        string heir = pool.Parent is { } parent ? $"pool '{parent}' or the cluster" : "another pool that names them, or the cluster";

        return new Removal(
            "ResourcePool", id.Value, policy with { Pools = [.. policy.Pools.Where(one => one.Id != id)] },
            [
                .. Named("pool", policy.Pools.Where(one => one.Parent == id).Select(one => one.Id.Value), "is part of it", "are part of it"),
                .. Named("deployment", Open(state, machine => machine.Pool == id), "draws from it", "draw from it"),
            ],
            [.. Named("machine", members.Select(one => one.Value), "draws from it", "draw from it")],
            members.IsEmpty ? [] : [$"Its machines draw from {heir} from the next decision."]);
    }

    /// <summary>A group.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public static Removal OfGroup(VmGroupId id, LoopState state)
    {
        var policy = state.Policy;
        if (policy.Groups.All(one => one.Id != id))
        {
            throw Missing("group", id.Value, policy.Groups.Select(one => one.Id.Value));
        }

        List<string> replicas = [.. state.Fleet.VirtualMachines.Where(machine => machine.Group == id).Select(machine => machine.Id.Value)];

        return new Removal(
            "VmGroup", id.Value, policy with { Groups = [.. policy.Groups.Where(one => one.Id != id)] },
            [.. Named("pool", policy.Pools.Where(one => one.Groups.Contains(id)).Select(one => one.Id.Value), "names it under 'groups'", "name it under 'groups'")],
            [.. Named("replica", replicas, "belongs to it", "belong to it")],
            replicas.Count == 0 ? [] : ["Its replicas stay as they are; nothing is created, deleted or updated for it any more."]);
    }

    /// <summary>A template, in all its versions.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public static Removal OfTemplate(VmTemplateId id, LoopState state)
    {
        var policy = state.Policy;
        if (policy.TemplateOf(id) is null)
        {
            throw Missing("template", id.Value, policy.Templates.Select(one => one.Id.Value).Distinct());
        }

        int made = state.Fleet.VirtualMachines.Count(machine => machine.Template == id);

        return new Removal(
            "VmTemplate", id.Value, policy with { Templates = [.. policy.Templates.Where(one => one.Id != id)] },
            [
                .. Named("group", policy.Groups.Where(one => one.Template == id).Select(one => one.Id.Value), "is made from it", "are made from it"),
                .. Named("deployment", Open(state, machine => machine.Template == id), "makes machines from it", "make machines from it"),
            ],
            [],
            made == 0 ? [] : [$"{made} {(made == 1 ? "machine that was" : "machines that were")} made from it stay as they are."]);
    }

    /// <summary>Refuses what would leave others without, and, unless it is forced, what still has members.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public Removal Require(bool force)
    {
        if (!Dependants.IsEmpty)
        {
            throw ApiException.Conflict(
                $"{Kind} '{Name}' is still used: {string.Join("; ", Dependants)}. Change or delete them first.");
        }

        return Members.IsEmpty || force
            ? this
            : throw ApiException.Conflict(
                $"{Kind} '{Name}' is not empty: {string.Join("; ", Members)}. Take them out of it first, or delete it with --force " +
                $"(force=true): {string.Join(" ", Consequences)}");
    }

    private static IEnumerable<string> Open(LoopState state, Func<DeployedMachine, bool> which) => state.Deployments
        .Where(record => !record.Deployment.HasEnded && record.Deployment.Machines.Any(which)).Select(record => record.Deployment.Id.Value);

    private static IEnumerable<string> Named(string noun, IEnumerable<string> names, string one, string several)
    {
        List<string> all = [.. names.Order(StringComparer.Ordinal)];
        if (all.Count == 0)
        {
            return [];
        }

        string more = all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "";
        string shown = string.Join(", ", all.Take(MostNamed).Select(name => $"'{name}'"));

        return [all.Count == 1 ? $"{noun} {shown} {one}" : $"{noun}s {shown}{more} {several}"];
    }

    private static ApiException Missing(string what, string name, IEnumerable<string> known) => ApiException.NotFound(
        $"There is no {what} '{name}' in force." +
        (Configuration.NearestWord.Of(name, known) is { } near ? $" The nearest is '{near}'." : " There is none at all."));
}
