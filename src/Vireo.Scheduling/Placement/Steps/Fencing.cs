using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>Fences hosts that are taken for dead, so that their machines can be restarted elsewhere (S25, S26).</summary>
internal static class Fencing
{
    /// <summary>Where more than one in so many hosts is silent at once, it is rather Vireo that is cut off.</summary>
    private const int MostSilent = 3;

    /// <summary>One host at a time: what its loss does is seen before the next.</summary>
    public static void Run(PlacementContext context)
    {
        var model = context.Model;
        var hosts = model.Fleet.Hosts;
        int[] dead = [.. Enumerable.Range(0, hosts.Length).Where(host => IsTakenForDead(context, host))];
        if (dead.Length == 0 || model.Fleet.InFlight.Any(action => action.Action is FenceHost))
        {
            return;
        }

        int silent = hosts.Count(host => host.State == HostState.Unreachable);
        if (silent > Math.Max(1, hosts.Length / MostSilent))
        {
            foreach (int host in dead)
            {
                context.Draft.Refuse(
                    EntityId.Of(hosts[host].Id), "S26",
                    $"{silent} of {hosts.Length} hosts do not answer: it may be Vireo that is cut off, and none is fenced.");
            }

            return;
        }

        Fence(context, dead[0]);
    }

    // A host on which nothing ran is left to people.
    private static bool IsTakenForDead(PlacementContext context, int host)
    {
        var model = context.Model;

        return model.Fleet.Hosts[host] is { State: HostState.Unreachable, IsInMaintenance: false, Silence: { CanBeFenced: true } silence }
            && silence.IsConvincing(model.Fleet.TakenAt, model.Policy.FenceAfter)
            && !model.BusyHosts.Contains(host) && Machines(context, host).Any();
    }

    private static IEnumerable<VirtualMachine> Machines(PlacementContext context, int host) =>
        context.Model.Fleet.VirtualMachines.Where(
            machine => machine.Host == context.Model.Fleet.Hosts[host].Id && machine.State == PowerState.On);

    private static void Fence(PlacementContext context, int host)
    {
        var noun = context.Model.Fleet.Hosts[host];
        string silent = string.Join(
            " and ", noun.Silence!.Paths.Select(path => $"'{path.Name}' since {path.Since.UtcDateTime:HH:mm:ss}"));
        int machines = Machines(context, host).Count();
        string ran = machines == 1 ? "Its machine can" : $"Its {machines} machines can";
        context.Draft.Fence(
            host,
            $"Host '{noun.Id}' is taken for dead: no answer from {silent}. {ran} be restarted elsewhere only once it is " +
                "certain that it runs nothing.",
            $"'{noun.Id}' is switched off from outside and counts as failed.");
    }
}
