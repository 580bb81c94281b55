using System.Collections.Immutable;
using System.Text;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>A few identifiers that outlive a restart: kept under a key of a cluster's settings, written with the cycle.
/// After a crash the journal has what is newer.</summary>
/// <typeparam name="T">An identifier.</typeparam>
internal sealed class SavedSet<T>(ClusterId cluster, StateStore state, string key)
{
    private static readonly TimeSpan LoadedBack = TimeSpan.FromDays(1);

    private readonly SortedSet<T> _items = [];
    private bool _isSaved = true;

    /// <summary>Ordered.</summary>
    public ImmutableArray<T> All => [.. _items];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Reads what earlier lives kept, then hands over what the journal has of the last day.</summary>
    public void Load(DateTimeOffset now, Action<JournalEntry> note)
    {
        if (state.Settings.Find(cluster, key) is { } saved)
        {
            _items.UnionWith(CanonicalJson.Read<ImmutableArray<T>>(Encoding.UTF8.GetBytes(saved)));
        }

        foreach (var entry in state.Journal.Since(cluster, now - LoadedBack))
        {
            note(entry);
        }
    }

    /// <summary>Whether it is kept.</summary>
    public bool Contains(T item) => _items.Contains(item);

    /// <summary>Keeps one.</summary>
    public void Add(T item) => _isSaved &= !_items.Add(item);

    /// <summary>Keeps one no longer.</summary>
    public void Remove(T item) => _isSaved &= !_items.Remove(item);

    /// <summary>Puts what is new on disk.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save()
    {
        if (!_isSaved)
        {
            state.Settings.Set(cluster, key, Encoding.UTF8.GetString(CanonicalJson.Write(All)));
            _isSaved = true;
        }
    }
}
