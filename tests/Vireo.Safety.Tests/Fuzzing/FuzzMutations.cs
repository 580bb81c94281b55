using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>Changes a plan at random.</summary>
internal static class FuzzMutations
{
    /// <summary>One or two changes.</summary>
    public static void Apply(Random random, List<PlannedAction> actions, FleetSnapshot fleet, int mostActions)
    {
        for (int i = random.Next(1, 3); i > 0 && actions.Count > 0; i--)
        {
            Change(random, actions, fleet, mostActions);
        }
    }

    private static void Change(Random random, List<PlannedAction> actions, FleetSnapshot fleet, int mostActions)
    {
        int at = random.Next(actions.Count);
        var chosen = actions[at];
        switch (random.Next(8))
        {
            case 0:
                actions[at] = chosen with { DependsOn = [] };
                break;
            case 1:
                actions[at] = chosen with { DependsOn = [.. chosen.DependsOn.Append(new($"a-{random.Next(mostActions)}"))] };
                break;
            case 2:
                actions.RemoveAt(at);
                break;
            case 3 when actions.Count < mostActions:
                actions.Insert(at, random.Next(2) == 0 ? chosen : chosen with { Id = new("copy") });
                break;
            case 4:
                actions[at] = chosen with { Action = FuzzPlans.Any(random, fleet) };
                break;
            case 5:
                int other = random.Next(actions.Count);
                (actions[at], actions[other]) = (actions[other], actions[at]);
                break;
            default:
                actions[at] = chosen with { Action = Redirected(random, chosen.Action, fleet) };
                break;
        }
    }

    private static FleetAction Redirected(Random random, FleetAction action, FleetSnapshot fleet)
    {
        var host = random.Next(30) == 0 ? new HostId("nowhere") : fleet.Hosts[random.Next(fleet.Hosts.Length)].Id;

        return action switch
        {
            Migration move when random.Next(3) == 0 => move with { From = host },
            Migration move when random.Next(20) == 0 => move with { VirtualMachine = new("nobody") },
            Migration move => move with { To = host },
            PowerOffHost => new PowerOffHost(host),
            PowerOnVirtualMachine start => start with { On = host },
            _ => FuzzPlans.Any(random, fleet),
        };
    }
}
