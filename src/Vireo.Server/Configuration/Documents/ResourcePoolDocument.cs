using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: ResourcePool</c>: a part of a cluster's capacity with its own promises.</summary>
internal static class ResourcePoolDocument
{
    private static readonly ChoiceForm<PoolKind> Type = new(
        [("shared", PoolKind.Shared), ("tenant", PoolKind.Tenant), ("arbiter", PoolKind.Arbiter)]);

    private static readonly ChoiceForm<PoolAllocation> Allocation = new(
        [("dynamic", PoolAllocation.Dynamic), ("static", PoolAllocation.Static)]);

    private static readonly ListForm<string> Names = new(new TextForm("a name, with * for any text"), name => name);

    private static readonly ListForm<VmGroupId> Groups =
        new(new IdentifierForm<VmGroupId>("a group"), group => group.Value);

    private static readonly PoolSettings Start = new(new ResourcePool { Id = new ResourcePoolId("") }, "");

    public static MappingForm<PoolSettings> Form { get; } = Checked(Members(Promises(Identity(
        new MappingForm<PoolSettings>("ResourcePool", Start)))));

    private static MappingForm<PoolSettings> Identity(MappingForm<PoolSettings> form) => form
        .Required("name", "Names the pool.", Values.Name,
            pool => pool.Pool.Id.Value, (pool, name) => With(pool, p => p with { Id = new ResourcePoolId(name) }))
        .Key("provider", "The provider whose cluster it divides; left out, the cluster of every provider.", Values.Name,
            pool => pool.Provider.Length == 0 ? null : pool.Provider, (pool, provider) => pool with { Provider = provider })
        .Key("parent", "The pool it is a part of; left out, it is a part of the cluster.", Values.Name,
            pool => pool.Pool.Parent?.Value, (pool, name) => With(pool, p => p with { Parent = new ResourcePoolId(name) }))
        .Key("type", "shared: draws by shares; tenant: guaranteed, lends what its forecast can spare; arbiter: its members " +
            "compete for several resources at once.", Type,
            pool => pool.Pool.Kind, (pool, kind) => With(pool, p => p with { Kind = kind }))
        .Key("allocation", "dynamic: by need, in every decision; static: exactly the reservation, needed or not.", Allocation,
            pool => pool.Pool.Allocation, (pool, value) => With(pool, p => p with { Allocation = value }));

    private static MappingForm<PoolSettings> Promises(MappingForm<PoolSettings> form) => form
        .Key("cpu", "In MHz.", Terms("cpu"), pool => pool.Pool.Terms.Cpu, (pool, terms) => With(pool, PoolResource.Cpu, terms))
        .Key("memory", "In bytes, or with MiB or GiB.", Terms("memory"),
            pool => pool.Pool.Terms.Memory, (pool, terms) => With(pool, PoolResource.Memory, terms))
        .Key("network", "In bytes per second, or with MiB or GiB.", Terms("network"),
            pool => pool.Pool.Terms.Network, (pool, terms) => With(pool, PoolResource.Network, terms))
        .Key("disk", "In bytes per second, or with MiB or GiB.", Terms("disk"),
            pool => pool.Pool.Terms.Disk, (pool, terms) => With(pool, PoolResource.Disk, terms))
        .Key("weight", "Its weight where its parent is an arbiter.", new NumberForm(0.001, 1e6),
            pool => pool.Pool.Weight, (pool, weight) => With(pool, p => p with { Weight = weight }))
        .Key("recallWithin", "For tenants: lent capacity is back within this time.",
            Values.Duration(TimeSpan.Zero, TimeSpan.FromHours(1)),
            pool => pool.Pool.RecallWithin, (pool, value) => With(pool, p => p with { RecallWithin = value }))
        .Key("lendingConfidence", "For tenants: the probability that what is kept covers the need until lent capacity is back.",
            new RatioForm(0.5, 0.999), pool => pool.Pool.LendingConfidence,
            (pool, value) => With(pool, p => p with { LendingConfidence = value }));

    private static MappingForm<PoolSettings> Members(MappingForm<PoolSettings> form) => form
        .Key("vms", "Virtual machines that draw from it, by identifier; this goes before what their provider says.",
            Values.Machines, pool => pool.Pool.VirtualMachines,
            (pool, machines) => With(pool, p => p with { VirtualMachines = machines }))
        .Key("groups", "Groups whose machines draw from it.", Groups,
            pool => pool.Pool.Groups, (pool, groups) => With(pool, p => p with { Groups = groups }))
        .Key("names", "Names of machines that draw from it, with * for any text, such as web-*.", Names,
            pool => pool.Pool.Names, (pool, names) => With(pool, p => p with { Names = names }));

    private static MappingForm<PoolSettings> Checked(MappingForm<PoolSettings> form) => form
        .Check("allocation", pool => pool.Pool.Allocation == PoolAllocation.Static && pool.Pool.Terms.Cpu.Reservation <= 0
            ? "A static pool gets exactly its reservation; give it a reservation of CPU."
            : null)
        .Check("parent", pool => pool.Pool.Parent == pool.Pool.Id ? "A pool is no part of itself." : null)
        .Check("recallWithin", pool =>
            pool.Pool.Kind != PoolKind.Tenant && pool.Pool.RecallWithin != Start.Pool.RecallWithin
                ? "Only pools of type tenant lend and recall; leave it out or write 'type: tenant'."
                : null);

    private static MappingForm<ResourceTerms> Terms(string resource) =>
        new MappingForm<ResourceTerms>(resource, ResourceTerms.Usual)
            .Key("reservation", "What it gets whenever it needs it.", new AmountForm(),
                terms => terms.Reservation, (terms, value) => terms with { Reservation = value })
            .Optional<double>("limit", "What it never gets more than; left out, there is no limit.", new AmountForm(),
                terms => terms.Limit, (terms, value) => terms with { Limit = value })
            .Optional<double>("shares", "Its weight against its neighbours; left out, the size of its machines.",
                new NumberForm(0.001, 1e9), terms => terms.Shares, (terms, value) => terms with { Shares = value })
            .Check("limit", terms => terms.Limit < terms.Reservation
                ? $"The limit ({terms.Limit}) is below the reservation ({terms.Reservation}) and would break it."
                : null);

    private static PoolSettings With(PoolSettings settings, Func<ResourcePool, ResourcePool> change) =>
        settings with { Pool = change(settings.Pool) };

    private static PoolSettings With(PoolSettings settings, PoolResource resource, ResourceTerms terms) =>
        With(settings, pool => pool with { Terms = pool.Terms.With(resource, terms) });
}
