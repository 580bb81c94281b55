using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Wishes;

/// <summary>The wishes of a policy over the positions of machines and hosts, priced for the horizon.</summary>
public sealed class WishTable
{
    private readonly Dictionary<int, int[]> _wishesOf;

    private WishTable(Wish[] wishes, int[] domainOf, Dictionary<int, int[]> wishesOf) =>
        (Wishes, DomainOf, _wishesOf) = (wishes, domainOf, wishesOf);

    /// <summary>No wish at all.</summary>
    public static WishTable None { get; } = new([], [], []);

    /// <summary>Every wish, in the policy's order.</summary>
    internal Wish[] Wishes { get; }

    /// <summary>Number of the fault domain of each host.</summary>
    internal int[] DomainOf { get; }

    /// <summary>Whether nothing is wished.</summary>
    public bool IsEmpty => Wishes.Length == 0;

    /// <summary>Machines that some wish binds, ascending.</summary>
    public IEnumerable<int> Machines => _wishesOf.Keys.Order();

    /// <summary>Reads a policy's wishes, and those for one NUMA node; machines and hosts that are not there count for nothing.</summary>
    /// <param name="fleet">Gives hosts their positions.</param>
    /// <param name="policy">Wishes, their price and the horizon.</param>
    /// <param name="machineAt">Positions of machines.</param>
    /// <param name="hostAt">Positions of hosts.</param>
    public static WishTable Of(
        FleetSnapshot fleet, Policy policy, IReadOnlyDictionary<VirtualMachineId, int> machineAt,
        IReadOnlyDictionary<HostId, int> hostAt)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(policy);
        PlacementWish[] wished = [.. policy.Wishes, .. NodeWishes.Of(fleet)];
        if (wished.Length == 0)
        {
            return None;
        }

        var domains = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] domainOf = [.. fleet.Hosts.Select(host => Number(domains, host.LostWith))];
        Wish[] wishes = [.. wished.Select(wish => new Wish(
            wish.Rule,
            Price(wish, policy),
            [.. wish.Rule.VirtualMachines.Distinct().Where(machineAt.ContainsKey).Select(id => machineAt[id]).Order()],
            [.. wish.Rule.Hosts.Where(hostAt.ContainsKey).Select(id => hostAt[id])]))];

        return new WishTable(wishes, domainOf, PerMachine(wishes));
    }

    /// <summary>What the wishes that a placement breaks cost over the horizon, watt-hours.</summary>
    /// <param name="hostOf">Host of each machine; -1 for none.</param>
    public double WattHours(int[] hostOf)
    {
        ArgumentNullException.ThrowIfNull(hostOf);
        var counts = new WishCounts(this);
        foreach (int machine in Machines.Where(machine => hostOf[machine] >= 0))
        {
            counts.Add(machine, hostOf[machine], 1);
        }

        return counts.WattHours;
    }

    /// <summary>The same over other positions of machines.</summary>
    /// <param name="positions">The old position of each new one.</param>
    public WishTable Over(int[] positions)
    {
        if (IsEmpty)
        {
            return this;
        }

        var at = positions.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        Wish[] wishes = [.. Wishes.Select(wish => wish with
        {
            Members = [.. wish.Members.Where(at.ContainsKey).Select(member => at[member]).Order()],
        })];

        return new WishTable(wishes, DomainOf, PerMachine(wishes));
    }

    /// <summary>Positions of the wishes that bind a machine.</summary>
    internal ReadOnlySpan<int> Of(int machine) => _wishesOf.GetValueOrDefault(machine);

    /// <summary>Hosts that a machine's wishes name, or that carry machines it wishes to be with; each once.</summary>
    internal IEnumerable<int> HostsFor(int machine, int[] hostOf) => _wishesOf.TryGetValue(machine, out int[]? wishes)
        ? wishes.SelectMany(wish => Wishes[wish].Rule.Kind switch
        {
            AffinityKind.KeepTogether => Wishes[wish].Members.Where(member => member != machine)
                .Select(member => hostOf[member]).Where(host => host >= 0),
            AffinityKind.OnlyOn => Wishes[wish].Hosts.Order(),
            _ => [],
        }).Distinct()
        : [];

    /// <summary>The place that a host is, or is part of, to a wish.</summary>
    internal int Place(int wish, int host) =>
        Wishes[wish].Rule.Scope == AffinityScope.FaultDomain ? DomainOf[host] : host;

    // Absurd weights make an absurd price, never an objective that is no number.
    private static double Price(PlacementWish wish, Policy policy)
    {
        double price = wish.Weight * policy.WishWattHoursPerHour * policy.Horizon.TotalHours;

        return double.IsFinite(price) ? Math.Clamp(price, 0, 1e9) : 0;
    }

    private static Dictionary<int, int[]> PerMachine(Wish[] wishes) => wishes
        .SelectMany((wish, at) => wish.Members.Select(member => (Member: member, At: at)))
        .GroupBy(pair => pair.Member).ToDictionary(group => group.Key, group => group.Select(pair => pair.At).ToArray());

    private static int Number(Dictionary<string, int> numbers, string name)
    {
        if (!numbers.TryGetValue(name, out int number))
        {
            numbers[name] = number = numbers.Count;
        }

        return number;
    }

    /// <summary>A wish over positions.</summary>
    /// <param name="Rule">As the policy has it.</param>
    /// <param name="WattHours">The price of breaking it once, over the horizon.</param>
    /// <param name="Members">Machines that it binds, ascending.</param>
    /// <param name="Hosts">Of the host rules.</param>
    internal sealed record Wish(AffinityRule Rule, double WattHours, int[] Members, HashSet<int> Hosts);
}
