using System.Collections.Immutable;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The pools whose terms Vireo has set at a provider: only theirs are taken back when they leave the
/// configuration.</summary>
/// <remarks>Saved with the cycle; after a crash <see cref="Load"/> finds the newest in the journal.</remarks>
internal sealed class ManagedPools(ClusterId cluster, StateStore state)
{
    private const string Key = "managed-pools";
    private static readonly TimeSpan LoadedBack = TimeSpan.FromDays(1);

    private readonly SortedSet<ResourcePoolId> _pools = [];
    private bool _isSaved = true;

    /// <summary>Ordered.</summary>
    public ImmutableArray<ResourcePoolId> All => [.. _pools];

    /// <summary>Reads what earlier lives set.</summary>
    public void Load(DateTimeOffset now)
    {
        if (state.Settings.Find(cluster, Key) is { } saved)
        {
            _pools.UnionWith(CanonicalJson.Read<ImmutableArray<ResourcePoolId>>(Encoding.UTF8.GetBytes(saved)));
        }

        foreach (var entry in state.Journal.Since(cluster, now - LoadedBack))
        {
            Note(entry);
        }
    }

    /// <summary>Takes an action in once it was sent: it may have had its effect whatever the answer was.</summary>
    public void Note(JournalEntry entry)
    {
        if (entry is { StartedAt: not null, Planned.Action: SetPoolTerms { Setting: var setting } })
        {
            bool isTakenBack = entry.Phase == JournalPhase.Succeeded && setting.IsReleased;
            _isSaved &= !(isTakenBack ? _pools.Remove(setting.Pool) : !setting.IsReleased && _pools.Add(setting.Pool));
        }
    }

    /// <summary>Puts what is new on disk.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save()
    {
        if (!_isSaved)
        {
            state.Settings.Set(cluster, Key, Encoding.UTF8.GetString(CanonicalJson.Write(All)));
            _isSaved = true;
        }
    }
}
