using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Tracing;

/// <summary>Finds what a person means by <c>host/h-07</c>, <c>vm/web-1</c> or just <c>web-1</c>.</summary>
internal static class NamedObject
{
    private const int MostAsked = 1_000;

    /// <summary>The object of a text; a machine's name counts like its identifier.</summary>
    /// <exception cref="ApiException">Nothing or more than one thing is called so.</exception>
    public static EntityId Find(LoopState state, string text)
    {
        if (EntityText.TryParse(text, out var named))
        {
            return named.Kind == EntityKind.VirtualMachine && MachinesCalled(state, named.Value) is [var called] ? called : named;
        }

        ImmutableArray<EntityId> found =
        [
            .. Known(state).Where(entity => entity.Value == text), .. MachinesCalled(state, text),
        ];

        return found.Distinct().ToList() switch
        {
            [var only] => only,
            [] => throw ApiException.NotFound(
                $"Nothing is called '{text}'. Write kind and identifier of what is gone, such as host/host-07 or vm/vm-0042."),
            var several => throw ApiException.BadRequest(
                $"'{text}' may be {string.Join(" or ", several.Select(EntityText.Format))}: say which."),
        };
    }

    /// <summary>Whether an object is there, or something has happened to it that is still kept.</summary>
    public static bool IsKnown(IFleetView fleets, ClusterId cluster, EntityId entity) =>
        IsThere(fleets.StateOf(cluster), entity)
        || fleets.Trace(cluster, entity, DateTimeOffset.MinValue, MostAsked)
            .Any(traced => traced.Happened.Entity == entity || traced.Happened.Also.Contains(entity));

    // Of what is kept in no list, such as datastores, nobody can say that it is not there.
    private static bool IsThere(LoopState state, EntityId entity) => entity.Kind switch
    {
        EntityKind.Datastore or EntityKind.Backend or EntityKind.Network => true,
        EntityKind.Rack => state.Fleet.Hosts.Any(host => host.FaultDomain == entity.Value),
        _ => Known(state).Contains(entity),
    };

    private static IEnumerable<EntityId> MachinesOf(LoopState state) =>
        state.Fleet.VirtualMachines.Select(machine => EntityId.Of(machine.Id));

    private static ImmutableArray<EntityId> MachinesCalled(LoopState state, string name) =>
        MachinesOf(state).Any(machine => machine.Value == name)
            ? []
            : [.. state.Fleet.VirtualMachines.Where(machine => machine.Name == name).Select(machine => EntityId.Of(machine.Id))];

    private static IEnumerable<EntityId> Known(LoopState state) => MachinesOf(state)
        .Concat(state.Fleet.Hosts.Select(host => EntityId.Of(host.Id)))
        .Concat(state.Policy.Pools.Select(pool => EntityId.Of(pool.Id)))
        .Concat(state.Policy.Groups.Select(group => EntityId.Of(group.Id)))
        .Concat((state.Policy.Network?.Networks ?? []).Select(network => EntityId.OfNetwork(network.Name)))
        .Concat(state.Providers.Select(provider => EntityId.Of(provider.Provider)))
        .Append(EntityId.Of(state.Fleet.Cluster));
}
