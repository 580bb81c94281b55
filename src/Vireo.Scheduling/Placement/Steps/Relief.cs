using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Hosts whose demand at the policy's quantile exceeds the relief bound within reaction time give up as little as
/// cures them. What lies further ahead can still be relieved when it is nearer, and better known.</summary>
internal static class Relief
{
    /// <summary>Relieves the hottest host first.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var hot = Enumerable.Range(0, model.Fleet.Hosts.Length)
            .Where(host => model.IsOn(host) && model.Fleet.Hosts[host].Cores > 0 && !context.Untrusted.Contains(host) &&
                model.NearRatio(host) > model.Policy.RelieveAboveRatio)
            .OrderByDescending(model.NearRatio).ThenBy(host => host)
            .ToList();
        foreach (int host in hot)
        {
            Relieve(context, host);
        }
    }

    private static void Relieve(PlacementContext context, int host)
    {
        var model = context.Model;
        var tried = new HashSet<int>();
        bool isStuck = false;
        while (model.NearRatio(host) > model.Policy.RelieveAboveRatio)
        {
            int machine = Choose(context, host, tried);
            if (machine < 0)
            {
                Explain(context, host, tried.Count, isStuck);
                return;
            }

            tried.Add(machine);
            int target = context.Search.Best(machine, allowEmpty: true, _ => false);
            if (target < 0)
            {
                var (rule, reason) = context.Search.WhyNowhere(machine);
                context.Draft.Refuse(EntityId.Of(model.Fleet.VirtualMachines[machine].Id), rule, reason);
                isStuck = true;
                continue;
            }

            isStuck |= !Move(context, machine, host, target);
        }
    }

    // The one that cures with the least memory to carry; if none cures alone, the one that helps most.
    private static int Choose(PlacementContext context, int host, HashSet<int> tried)
    {
        var model = context.Model;
        int cure = -1;
        int help = -1;
        foreach (int machine in model.ResidentsOf(host))
        {
            if (tried.Contains(machine) || context.Draft.Moved.Contains(machine) ||
                !context.Movability.Allows(machine, isForced: false))
            {
                continue;
            }

            if (model.NearRatioWithout(host, machine) <= model.Policy.RelieveAboveRatio && Lighter(model, machine, cure))
            {
                cure = machine;
            }

            if (help < 0 || model.MeanDemand(machine) > model.MeanDemand(help))
            {
                help = machine;
            }
        }

        return cure >= 0 ? cure : help;
    }

    private static bool Lighter(Model.FleetModel model, int machine, int than) =>
        than < 0 ||
        model.Fleet.VirtualMachines[machine].Memory.Value < model.Fleet.VirtualMachines[than].Memory.Value ||
        (model.Fleet.VirtualMachines[machine].Memory.Value == model.Fleet.VirtualMachines[than].Memory.Value &&
            model.MeanDemand(machine) < model.MeanDemand(than));

    private static bool Move(PlacementContext context, int machine, int host, int target)
    {
        var model = context.Model;
        double before = model.NearRatio(host);
        if (!context.TryMove(machine, target))
        {
            return false;
        }

        var policy = model.Policy;
        context.Draft.Migrate(
            machine,
            host,
            "relieve",
            $"Host '{model.Fleet.Hosts[host].Id}' needs {before:P0} of its CPU at the {policy.DemandQuantile:0.##} quantile before " +
            $"the next move could help, more than {policy.RelieveAboveRatio:P0}.",
            $"'{model.Fleet.Hosts[host].Id}' falls to {model.NearRatio(host):P0}, '{model.Fleet.Hosts[target].Id}' rises to " +
            $"{model.LoadRatio(target):P0}.",
            benefit: 0);

        return true;
    }

    private static void Explain(PlacementContext context, int host, int tried, bool isStuck)
    {
        var noun = context.Model.Fleet.Hosts[host];
        if (isStuck)
        {
            // Heat is a forecast: one host more, then look again. Only what really has to leave is counted.
            context.NeedHost($"Host '{noun.Id}' is hot and no running host can take load off it.", mhz: 0, bytes: 0);
        }

        string why = tried == 0 ? "none of its machines may move" : $"none of the {tried} machines tried found a place";
        context.Draft.Refuse(
            EntityId.Of(noun.Id),
            "relieve",
            $"Host '{noun.Id}' stays at {context.Model.NearRatio(host):P0} of its CPU: {why}.");
    }
}
