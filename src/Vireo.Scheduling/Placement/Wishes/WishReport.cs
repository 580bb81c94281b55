using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Wishes;

/// <summary>The wishes that a plan leaves broken, and why.</summary>
internal static class WishReport
{
    // A person reads the first few; the others are counted.
    private const int MostExplained = 20;
    private const int MostTried = 50;

    /// <summary>Looks at where everything is once the plan is carried out; null where every wish holds.</summary>
    public static ImmutableArray<BrokenWish>? Of(PlacementContext context)
    {
        var model = context.Model;
        var broken = ImmutableArray.CreateBuilder<BrokenWish>();
        for (int wish = 0; wish < model.Wishes.Wishes.Length; wish++)
        {
            long times = model.WishCounts.Broken(wish);
            if (times > 0)
            {
                var (rule, price) = (model.Wishes.Wishes[wish].Rule, model.Wishes.Wishes[wish].WattHours);
                broken.Add(new BrokenWish(
                    rule.Name, times, Math.Round(times * price, 3),
                    broken.Count < MostExplained ? WhyBroken(context, wish) : "One of many; the first ones are explained."));
            }
        }

        return broken.Count > 0 ? broken.ToImmutable() : null;
    }

    private static string WhyBroken(PlacementContext context, int wish)
    {
        var model = context.Model;
        string first = "Nothing that it binds can be moved to mend it.";
        foreach (int machine in model.Wishes.Wishes[wish].Members.Where(member => IsBreaking(model, wish, member)).Take(MostTried))
        {
            if (context.Movability.WhyNot(machine, isForced: false) is { } stays)
            {
                first = stays.Reason;
                continue;
            }

            if (context.Draft.Moved.Contains(machine))
            {
                first = $"'{model.Fleet.VirtualMachines[machine].Id}' moves in this plan for something that comes first.";
                continue;
            }

            return WhyStays(context, wish, machine);
        }

        return first;
    }

    private static bool IsBreaking(FleetModel model, int wish, int machine) => model.HostOf[machine] is var host and >= 0 &&
        model.WishCounts.Times(wish, host, host) > 0;

    private static string WhyStays(PlacementContext context, int wish, int machine)
    {
        var model = context.Model;
        int home = model.HostOf[machine];
        var id = model.Fleet.VirtualMachines[machine].Id;
        int now = model.WishCounts.Times(wish, home, home);
        int[] better = [.. Enumerable.Range(0, model.Fleet.Hosts.Length)
            .Where(host => host != home && model.CanReceive(host) && model.WishCounts.Times(wish, host, home) < now)];
        if (better.Length == 0)
        {
            return $"No host that is on would be better for '{id}'.";
        }

        int free = Array.FindIndex(better, host => context.Search.Allows(machine, host));
        if (free < 0)
        {
            var filter = context.Search.Filters.First(one => !one.Allows(model, machine, better[0]));

            return $"No better host can take '{id}'. {filter.WhyNot(model, machine, better[0])}";
        }

        double worth = model.WishCounts.At(machine, home, home) - model.WishCounts.At(machine, better[free], home);
        double cost = MigrationCost.PayBack * MigrationCost.Of(model, machine, home);

        return worth <= cost
            ? $"A move of '{id}' has to gain {cost:0.#} Wh and its wishes are worth {worth:0.#} Wh more on " +
              $"'{model.Fleet.Hosts[better[free]].Id}' over the horizon."
            : $"'{id}' on '{model.Fleet.Hosts[better[free]].Id}' would gain {worth:0.#} Wh of wishes for a move of {cost:0.#} Wh, and " +
              "lose the rest to energy, CPU not served, or what else this plan does.";
    }
}
