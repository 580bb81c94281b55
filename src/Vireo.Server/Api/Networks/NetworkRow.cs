using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Server.Api.Networks;

/// <summary>A declared network and how it stands.</summary>
/// <param name="Cluster">Whose machines are in it.</param>
/// <param name="Network">As it is declared.</param>
/// <param name="Machines">How many machines are in it.</param>
/// <param name="Standing"><c>asDeclared</c>, <c>changing</c>, <c>differs</c>, <c>refused</c>, or <c>unmanaged</c> where no
/// provider of the cluster manages networks or the one that does has not answered.</param>
/// <param name="Routers">Routers whose network it is.</param>
/// <param name="Balancers">Load balancers whose machines are in it.</param>
/// <param name="Ports">Who is in it, with addresses.</param>
/// <param name="Pending">What has to change of it or of what hangs on it, a line each.</param>
/// <param name="Losses">What machines lose by that.</param>
/// <param name="Refusals">Why nothing is carried out now.</param>
public sealed record NetworkRow(
    ClusterId Cluster,
    VirtualNetwork Network,
    int Machines,
    string Standing,
    ImmutableArray<string> Routers,
    ImmutableArray<string> Balancers,
    ImmutableArray<AttachedPort> Ports,
    ImmutableArray<string> Pending,
    ImmutableArray<string> Losses,
    ImmutableArray<string> Refusals)
{
    internal static IEnumerable<NetworkRow> Of(ClusterId cluster, LoopState state)
    {
        if (state.Policy.Network is not { } intent)
        {
            return [];
        }

        var standing = state.Fleet.Network is { } sight ? NetworkStanding.Of(state.Fleet, intent, sight) : null;
        var members = standing?.Plan.Ports ?? NetworkMembers.Of(intent, state.Fleet.VirtualMachines, new Dictionary<string, string>());
        bool isChanging = state.Fleet.InFlight.Any(action => action.Action is ChangeNetwork);

        return intent.Networks.OrderBy(network => network.Name, StringComparer.Ordinal)
            .Select(network => Of(cluster, network, intent, members, standing, isChanging));
    }

    private static NetworkRow Of(
        ClusterId cluster, VirtualNetwork network, NetworkIntent intent, ImmutableArray<AttachedPort> members,
        NetworkStanding? standing, bool isChanging)
    {
        ImmutableArray<string> routers = [.. intent.Routers.Where(router => router.Networks.Contains(network.Name)).Select(router => router.Name)];
        ImmutableArray<string> balancers =
            [.. intent.LoadBalancers.Where(balancer => balancer.Network == network.Name).Select(balancer => balancer.Name)];
        ImmutableArray<AttachedPort> ports = [.. members.Where(port => port.Network == network.Name)];
        HashSet<string> names = [network.Name, .. routers, .. balancers];
        ImmutableArray<string> pending = standing is null ? [] :
        [
            .. standing.Plan.Stages.SelectMany(stage => stage.Changes)
                .Where(change => change.Key.Split('/') is [_, var owner, ..] && names.Contains(owner)).Select(change => change.ToString()),
        ];
        string word = standing is null ? "unmanaged"
            : !standing.Refusals.IsEmpty ? "refused"
            : pending.IsEmpty ? "asDeclared"
            : isChanging ? "changing" : "differs";

        return new NetworkRow(
            cluster, network, ports.Length, word, routers, balancers, ports, pending,
            standing is null ? [] : [.. standing.Plan.Losses.Where(loss => loss.Network == network.Name).Select(loss => loss.ToString())],
            standing?.Refusals ?? []);
    }
}
