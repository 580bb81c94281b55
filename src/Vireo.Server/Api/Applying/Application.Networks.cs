using System.Collections.Immutable;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Server.Configuration.Documents;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Api.Applying;

/// <content>Networks and what hangs on them.</content>
internal sealed partial class Application
{
    private void Take(NetworkIntent read, LoopState state)
    {
        var now = Policy.Network ?? new NetworkIntent();
        var next = new NetworkIntent
        {
            Networks = Laid("Network", NetworkDocument.Form, now.Networks, read.Networks, network => network.Name),
            Routers = Laid("Router", RouterDocument.Form, now.Routers, read.Routers, router => router.Name),
            Firewalls = Laid("Firewall", FirewallDocument.Form, now.Firewalls, read.Firewalls, firewall => firewall.Name),
            LoadBalancers = Laid("LoadBalancer", LoadBalancerDocument.Form, now.LoadBalancers, read.LoadBalancers, balancer => balancer.Name),
        };
        if (NetworkCheck.Problems(next) is [var problem, ..])
        {
            throw ApiException.Conflict($"{problem.Kind} '{problem.Name}', {problem.Key}: {problem.Text}");
        }

        Policy = Policy with { Network = next };
        if (state.Fleet.Network is null)
        {
            Notes = Notes.Add(
                "No network is managed in this cluster now, so what is declared waits: give its provider 'ovn', or carry it out with " +
                "'vireo network apply'.");
        }
    }

    private ImmutableArray<T> Laid<T>(
        string kind, MappingForm<T> form, ImmutableArray<T> inForce, ImmutableArray<T> documents, Func<T, string> nameOf)
        where T : class
    {
        foreach (var document in documents)
        {
            Note(kind, nameOf(document), form, inForce.FirstOrDefault(one => nameOf(one) == nameOf(document)), document);
            inForce = With(inForce, document, nameOf);
        }

        return inForce;
    }
}
