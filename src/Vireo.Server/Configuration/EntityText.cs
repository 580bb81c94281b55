using System.Diagnostics.CodeAnalysis;
using Vireo.Fleet;

namespace Vireo.Server.Configuration;

/// <summary>Entities as people write them: <c>host/host-07</c>, <c>vm/vm-0042</c>, <c>cluster/demo</c>.</summary>
public static class EntityText
{
    internal static readonly (string Word, EntityKind Kind)[] Kinds =
    [
        ("vm", EntityKind.VirtualMachine),
        ("host", EntityKind.Host),
        ("pool", EntityKind.Pool),
        ("cluster", EntityKind.Cluster),
        ("provider", EntityKind.Provider),
        ("group", EntityKind.Group),
        ("rack", EntityKind.Rack),
        ("datastore", EntityKind.Datastore),
        ("backend", EntityKind.Backend),
        ("network", EntityKind.Network),
    ];

    /// <summary>Reads an entity.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EntityId entity)
    {
        entity = default;
        int slash = text?.IndexOf('/') ?? -1;
        if (text is null || slash < 0 || slash == text.Length - 1)
        {
            return false;
        }

        foreach (var (word, kind) in Kinds)
        {
            if (text.AsSpan(0, slash).SequenceEqual(word))
            {
                entity = new EntityId(kind, text[(slash + 1)..]);

                return true;
            }
        }

        return false;
    }

    /// <summary>Writes an entity so that <see cref="TryParse"/> reads the same one.</summary>
    public static string Format(EntityId entity) =>
        $"{Array.Find(Kinds, known => known.Kind == entity.Kind).Word}/{entity.Value}";
}
