using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.VSphere;

/// <summary>Marks that Vireo keeps with objects of a vCenter which have no options of their own: custom attributes
/// (CustomFieldsManager). A standalone ESXi host has none.</summary>
internal sealed class CustomAttributes(VimSession session)
{
    /// <summary>Of a resource pool: the Vireo cluster that made it.</summary>
    public const string Owner = "vireo.owner";

    /// <summary>Of a cluster: the Vireo cluster that acts on it, and the newest fencing token that it came with.</summary>
    public const string Fence = "vireo.fence";

    private ImmutableDictionary<string, int> _keys = ImmutableDictionary<string, int>.Empty;
    private ImmutableHashSet<int> _seen = [];

    /// <summary>Whether the server has custom attributes.</summary>
    public bool IsAvailable { get; private set; } = true;

    /// <summary>Learns which there are.</summary>
    /// <exception cref="VimException">It failed.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var content = await session.OpenAsync(cancellationToken);
        IsAvailable = content.CustomFieldsManager is not null;
        if (content.CustomFieldsManager is { } manager)
        {
            var read = await PropertyReader.ReadAsync(session, manager, cancellationToken, "field");
            var fields = (read.GetValueOrDefault("field")?.Elements() ?? [])
                .Select(field => (Name: field.Text("name"), Key: Vim.Whole(field.Child("key"))))
                .Where(field => field.Key is not null).Select(field => (field.Name, Key: (int)field.Key!.Value)).ToList();
            _seen = [.. fields.Select(field => field.Key)];
            _keys = fields.Where(field => field.Name is Owner or Fence).GroupBy(field => field.Name, StringComparer.Ordinal)
                .ToImmutableDictionary(same => same.Key, same => same.First().Key);
        }
    }

    /// <summary>Whether all attributes of an object were there when they were read last.</summary>
    public bool Knows(ImmutableDictionary<int, string> values) => values.Keys.All(_seen.Contains);

    /// <summary>What an object has for an attribute; empty when it has none.</summary>
    public string Find(ImmutableDictionary<int, string> values, string name) =>
        _keys.TryGetValue(name, out int key) ? values.GetValueOrDefault(key, "") : "";

    /// <summary>Sets an attribute of an object, and makes the attribute where there is none yet.</summary>
    /// <exception cref="VimException">It failed.</exception>
    public async Task SetAsync(ManagedObject target, string name, string value, CancellationToken cancellationToken)
    {
        var manager = (await session.OpenAsync(cancellationToken)).CustomFieldsManager
            ?? throw new VimFault("NotSupported", "The server has no custom attributes");
        if (!_keys.ContainsKey(name))
        {
            await MakeAsync(manager, name, target.Type, cancellationToken);
        }

        await session.CallAsync(Set(manager, target, _keys[name], value), cancellationToken);
    }

    /// <summary>The values of an object (customValue), by key.</summary>
    public static ImmutableDictionary<int, string> Values(XElement? values) => (values?.Elements() ?? [])
        .Where(one => Vim.Whole(one.Child("key")) is not null)
        .GroupBy(one => (int)Vim.Whole(one.Child("key"))!.Value)
        .ToImmutableDictionary(same => same.Key, same => same.Last().Text("value"));

    /// <summary>The call that sets one (entity, key, value).</summary>
    public static VimCall Set(ManagedObject manager, ManagedObject target, int key, string value) => new(
        "SetField", manager, target.As("entity"), Vim.Element("key", key.ToString(CultureInfo.InvariantCulture)),
        Vim.Element("value", value));

    private async Task MakeAsync(ManagedObject manager, string name, string type, CancellationToken cancellationToken)
    {
        try
        {
            await session.CallAsync(
                new VimCall("AddCustomFieldDef", manager, Vim.Element("name", name), Vim.Element("moType", type)),
                cancellationToken);
        }
        catch (VimFault fault) when (fault.Kind == "DuplicateName")
        {
            // Somebody else has made it meanwhile.
        }
        catch (VimFault fault) when (fault.Kind == "NoPermission")
        {
            throw new ProviderException(
                $"The custom attribute '{name}' is not there. Make it in vCenter for objects of type {type}, or give the " +
                $"account 'Global.ManageCustomFields': {fault.Message}", isTransient: false, fault);
        }

        await ReadAsync(cancellationToken);
        if (!_keys.ContainsKey(name))
        {
            throw new VimFault("RuntimeFault", $"The custom attribute '{name}' was made and is not there");
        }
    }
}
