using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The documents that people have applied and not taken back, also across restarts.</summary>
internal sealed class AppliedDocuments(ClusterId cluster, StateStore state)
{
    private const string Key = "applied-documents";

    /// <summary>Ordered by kind and name.</summary>
    public ImmutableArray<DocumentName> All { get; private set; } = [];

    /// <summary>Reads what earlier lives applied.</summary>
    public void Load() => All =
    [
        .. (state.Settings.Find(cluster, Key) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).Select(parts => new DocumentName(parts[0], parts[1])),
    ];

    /// <summary>Those that there are after a change.</summary>
    public ImmutableArray<DocumentName> After(DocumentChanges changes) =>
    [
        .. All.Union(changes.Applied).Except(changes.Removed).OrderBy(one => one.Kind, StringComparer.Ordinal)
            .ThenBy(one => one.Name, StringComparer.Ordinal),
    ];

    /// <summary>Puts the list on disk; part of the caller's transaction.</summary>
    public void Save(ImmutableArray<DocumentName> all) =>
        state.Settings.Set(cluster, Key, string.Join('\n', all.Select(one => $"{one.Kind} {one.Name}")));

    /// <summary>Takes a list in that is on disk.</summary>
    public void Take(ImmutableArray<DocumentName> all) => All = all;
}
