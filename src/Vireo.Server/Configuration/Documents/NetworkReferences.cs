using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Server.Configuration.Documents;

/// <summary>What documents of the network say about each other.</summary>
internal static class NetworkReferences
{
    /// <summary>Reports what does not fit together, each where it is written.</summary>
    /// <returns>All that is declared of the network.</returns>
    public static NetworkIntent Require(ConfigurationDraft draft)
    {
        var intent = new NetworkIntent
        {
            Networks = [.. draft.Networks.Select(network => network.Value).DistinctBy(network => network.Name)],
            Routers = [.. draft.Routers.Select(router => router.Value).DistinctBy(router => router.Name)],
            Firewalls = [.. draft.Firewalls.Select(firewall => firewall.Value).DistinctBy(firewall => firewall.Name)],
            LoadBalancers = [.. draft.LoadBalancers.Select(balancer => balancer.Value).DistinctBy(balancer => balancer.Name)],
        };
        foreach (var problem in NetworkCheck.Problems(intent))
        {
            Report(draft, problem);
        }

        return intent;
    }

    private static void Report(ConfigurationDraft draft, NetworkProblem problem)
    {
        switch (problem.Kind)
        {
            case "Network":
                draft.Networks.First(one => one.Value.Name == problem.Name).Report(problem.Key, problem.Text);
                break;
            case "Router":
                draft.Routers.First(one => one.Value.Name == problem.Name).Report(problem.Key, problem.Text);
                break;
            case "Firewall":
                draft.Firewalls.First(one => one.Value.Name == problem.Name).Report(problem.Key, problem.Text);
                break;
            default:
                draft.LoadBalancers.First(one => one.Value.Name == problem.Name).Report(problem.Key, problem.Text);
                break;
        }
    }
}
