using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Hosts whose demand at the policy's quantile exceeds the relief bound within reaction time give up as little
/// as cures them. What lies further ahead can still be relieved when it is nearer, and better known.</summary>
internal static class Relief
{
    /// <summary>Relieves the hottest host first.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var hot = Enumerable.Range(0, model.Fleet.Hosts.Length)
            .Where(host => model.IsOn(host) && model.Fleet.Hosts[host].Cores > 0 &&
                model.NearRatio(host) > model.Policy.RelieveAboveRatio)
            .OrderByDescending(model.NearRatio).ThenBy(host => host)
            .ToList();
        foreach (int host in hot)
        {
            if (context.Untrusted.Contains(host))
            {
                context.Draft.Refuse(
                    EntityId.Of(model.Fleet.Hosts[host].Id), "S28",
                    $"Nothing leaves it, though it seems to need {model.NearRatio(host):P0} of its CPU: {context.Dangers[host]}");
                continue;
            }

            Relieve(context, host);
        }
    }

    private static void Relieve(PlacementContext context, int host)
    {
        var model = context.Model;
        var stays = new Dictionary<int, (string Rule, string Reason)>();
        while (model.NearRatio(host) > model.Policy.RelieveAboveRatio)
        {
            int machine = Choose(context, host, stays.ContainsKey);
            if (machine < 0)
            {
                HotHost.Explain(context, host, stays);
                return;
            }

            int target = context.Search.Best(machine, allowEmpty: true, _ => false);
            if (target < 0)
            {
                stays[machine] = context.Search.WhyNowhere(machine);
            }
            else if (context.WhyNotMove(machine, target) is { } spare)
            {
                stays[machine] = ("S6", spare);
            }
            else
            {
                int second = Choose(context, host, other => other == machine || stays.ContainsKey(other));
                Move(context, machine, host, target, second);
            }
        }
    }

    // The one that cures with the least memory to carry; if none cures alone, the one that helps most.
    private static int Choose(PlacementContext context, int host, Func<int, bool> isTried)
    {
        var model = context.Model;
        int cure = -1;
        int help = -1;
        foreach (int machine in model.ResidentsOf(host))
        {
            if (isTried(machine) || context.Draft.Moved.Contains(machine) ||
                !context.Movability.Allows(machine, isForced: false))
            {
                continue;
            }

            if (Cures(model, host, machine) && Lighter(model, machine, cure))
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

    private static bool Cures(Model.FleetModel model, int host, int machine) =>
        model.NearRatioWithout(host, machine) <= model.Policy.RelieveAboveRatio;

    private static bool Lighter(Model.FleetModel model, int machine, int than) =>
        than < 0 ||
        model.Fleet.VirtualMachines[machine].Memory.Value < model.Fleet.VirtualMachines[than].Memory.Value ||
        (model.Fleet.VirtualMachines[machine].Memory.Value == model.Fleet.VirtualMachines[than].Memory.Value &&
            model.MeanDemand(machine) < model.MeanDemand(than));

    private static void Move(PlacementContext context, int machine, int host, int target, int second)
    {
        var (model, policy) = (context.Model, context.Model.Policy);
        double before = model.NearRatio(host);
        string instead = $"{Instead(model, host, machine, second)} {context.Search.Instead(machine, target)}";
        string company = CompanyWords.Of(model, host);
        model.Move(machine, target);
        context.Draft.Migrate(
            machine,
            host,
            new Explanation(
                "relieve",
                $"Host '{model.Fleet.Hosts[host].Id}' needs {before:P0} of its CPU at the {policy.DemandQuantile:0.##} quantile before " +
                $"the next move could help, more than {policy.RelieveAboveRatio:P0}.{company}",
                $"'{model.Fleet.Hosts[host].Id}' falls to {model.NearRatio(host):P0}, '{model.Fleet.Hosts[target].Id}' rises to " +
                $"{model.LoadRatio(target):P0}.",
                instead));
    }

    // Asked before the move is made.
    private static string Instead(Model.FleetModel model, int host, int machine, int second)
    {
        if (second < 0)
        {
            return "No other machine on it may move.";
        }

        var other = model.Fleet.VirtualMachines[second];

        return (Cures(model, host, machine), Cures(model, host, second)) switch
        {
            (true, true) => $"'{other.Id}' would cure it, too, with {other.Memory.Value >> 20} MiB to carry rather than " +
                $"{model.Fleet.VirtualMachines[machine].Memory.Value >> 20}.",
            (true, false) => "No other machine that may move cures it alone.",
            _ => $"No machine that may move cures it alone; '{other.Id}' asks for less, {model.MeanDemand(second):0} MHz rather than " +
                $"{model.MeanDemand(machine):0}.",
        };
    }
}
