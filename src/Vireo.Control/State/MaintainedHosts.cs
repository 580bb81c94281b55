using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The hosts that Vireo has put into their hypervisor's maintenance mode: only these does it take out
/// again.</summary>
internal sealed class MaintainedHosts(ClusterId cluster, StateStore state)
{
    private readonly SavedSet<HostId> _hosts = new(cluster, state, "maintained-hosts");

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _hosts.IsEmpty;

    /// <summary>Reads what earlier lives did.</summary>
    public void Load(DateTimeOffset now) => _hosts.Load(now, Note);

    /// <summary>Takes an action in once it was sent: it may have had its effect whatever the answer was.</summary>
    public void Note(JournalEntry entry)
    {
        if (entry is { StartedAt: not null, Planned.Action: EnterMaintenance enter })
        {
            _hosts.Add(enter.Host);
        }
        else if (entry is { Phase: JournalPhase.Succeeded, Planned.Action: ExitMaintenance exit })
        {
            _hosts.Remove(exit.Host);
        }
    }

    /// <summary>Forgets hosts that are seen out of maintenance: whoever puts them in next need not be Vireo.</summary>
    /// <param name="hosts">As their hypervisors show them.</param>
    /// <param name="inFlight">What is under way; its effect does not show yet.</param>
    public void See(ImmutableArray<Host> hosts, ImmutableArray<InFlightAction> inFlight)
    {
        foreach (var host in hosts)
        {
            if (host.MaintenanceMode == MaintenanceMode.Left && _hosts.Contains(host.Id)
                && !inFlight.Any(action => action.Action.Target == EntityId.Of(host.Id)))
            {
                _hosts.Remove(host.Id);
            }
        }
    }

    /// <summary>A host with whose maintenance it is.</summary>
    public Host Show(Host host) => host.MaintenanceMode == MaintenanceMode.EnteredByOthers && _hosts.Contains(host.Id)
        ? host with { MaintenanceMode = MaintenanceMode.Entered }
        : host;

    /// <summary>Puts what is new on disk.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save() => _hosts.Save();
}
