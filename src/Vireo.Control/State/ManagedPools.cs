using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The pools whose terms Vireo has set at a provider: only theirs are taken back when they leave the
/// configuration.</summary>
internal sealed class ManagedPools(ClusterId cluster, StateStore state)
{
    private readonly SavedSet<ResourcePoolId> _pools = new(cluster, state, "managed-pools");

    /// <summary>Ordered.</summary>
    public ImmutableArray<ResourcePoolId> All => _pools.All;

    /// <summary>Reads what earlier lives set.</summary>
    public void Load(DateTimeOffset now) => _pools.Load(now, Note);

    /// <summary>Takes an action in once it was sent: it may have had its effect whatever the answer was.</summary>
    public void Note(JournalEntry entry)
    {
        if (entry is not { StartedAt: not null, Planned.Action: SetPoolTerms { Setting: var setting } })
        {
            return;
        }

        if (!setting.IsReleased)
        {
            _pools.Add(setting.Pool);
        }
        else if (entry.Phase == JournalPhase.Succeeded)
        {
            _pools.Remove(setting.Pool);
        }
    }

    /// <summary>Puts what is new on disk.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save() => _pools.Save();
}
