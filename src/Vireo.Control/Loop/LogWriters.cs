using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Whose log lines are whose: writers name themselves, and hosts and machines are known by identifier and
/// name.</summary>
internal sealed class LogWriters
{
    private const int MostTold = 100;

    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, EntityId> _known = new(StringComparer.OrdinalIgnoreCase);
    private FleetSnapshot? _fleet;

    /// <summary>Looks up who is there; hosts come before machines of the same name.</summary>
    public void Know(FleetSnapshot fleet)
    {
        if (ReferenceEquals(fleet, _fleet))
        {
            return;
        }

        _fleet = fleet;
        _known.Clear();
        foreach (var host in fleet.Hosts)
        {
            Add(host.Id.Value, EntityId.Of(host.Id));
            Add(host.Name, EntityId.Of(host.Id));
        }

        foreach (var machine in fleet.VirtualMachines)
        {
            Add(machine.Id.Value, EntityId.Of(machine.Id));
            Add(machine.Name, EntityId.Of(machine.Id));
        }
    }

    /// <summary>Who writes under a name, with or without its domain; null for nobody of this fleet.</summary>
    public EntityId? Find(string writer) =>
        _known.TryGetValue(writer, out var entity) ? entity
        : writer.IndexOf('.', StringComparison.Ordinal) is > 0 and var end && _known.TryGetValue(writer[..end], out entity) ? entity
        : null;

    /// <summary>Whether a stranger is worth telling of: each once, and not without end.</summary>
    public bool IsNews(string writer) => _told.Count < MostTold && _told.Add(writer);

    private void Add(string name, EntityId entity)
    {
        if (name.Length == 0)
        {
            return;
        }

        _known.TryAdd(name, entity);
        if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var end)
        {
            _known.TryAdd(name[..end], entity);
        }
    }
}
