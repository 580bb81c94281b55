using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>The snapshots of a machine, oldest first; equal when the snapshots are. The default is none.</summary>
[JsonConverter(typeof(SnapshotSetJsonConverter))]
public readonly struct SnapshotSet : IEquatable<SnapshotSet>
{
    private readonly ImmutableArray<MachineSnapshot> _snapshots;

    /// <summary>Takes snapshots in any order.</summary>
    public SnapshotSet(params IEnumerable<MachineSnapshot> snapshots) =>
        _snapshots = [.. snapshots.OrderBy(one => one.TakenAt).ThenBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>All of them, oldest first.</summary>
    public ImmutableArray<MachineSnapshot> All => _snapshots.IsDefault ? [] : _snapshots;

    /// <summary>One by its name; null when there is none.</summary>
    public MachineSnapshot? Find(string name) => All.FirstOrDefault(one => one.Name == name);

    /// <summary>The same with one more, from which the machine goes on.</summary>
    public SnapshotSet With(MachineSnapshot taken) =>
        new([.. All.Where(one => one.Name != taken.Name).Append(taken).Select(one => one with { IsCurrent = one.Name == taken.Name })]);

    /// <summary>The same with another one from which the machine goes on.</summary>
    public SnapshotSet GoingOnFrom(string name) => new(All.Select(one => one with { IsCurrent = one.Name == name }));

    /// <summary>The same without one; those that came after it come after the one before.</summary>
    public SnapshotSet Without(string name)
    {
        var gone = Find(name);

        return new(All.Where(one => one.Name != name).Select(one => one with
        {
            Parent = one.Parent == name ? gone?.Parent : one.Parent,
            IsCurrent = one.IsCurrent || (gone is { IsCurrent: true } && one.Name == gone.Parent),
        }));
    }

    /// <inheritdoc/>
    public bool Equals(SnapshotSet other) => All.AsSpan().SequenceEqual(other.All.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SnapshotSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var snapshot in All)
        {
            hash.Add(snapshot);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", All.Select(one => one.Name));

    /// <summary>Whether both hold the same snapshots.</summary>
    public static bool operator ==(SnapshotSet left, SnapshotSet right) => left.Equals(right);

    /// <summary>Whether the snapshots differ.</summary>
    public static bool operator !=(SnapshotSet left, SnapshotSet right) => !left.Equals(right);
}
