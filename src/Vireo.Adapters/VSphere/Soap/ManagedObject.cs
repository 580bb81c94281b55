using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>A reference to an object that the server manages, such as <c>VirtualMachine:vm-61</c>.</summary>
/// <param name="Type">Its type in the API.</param>
/// <param name="Id">Unique among the objects of one server.</param>
internal readonly record struct ManagedObject(string Type, string Id)
{
    /// <summary>The object that knows all others; the only one whose identifier is fixed.</summary>
    public static ManagedObject ServiceInstance => new("ServiceInstance", "ServiceInstance");

    /// <summary>Reads a reference; null when the element is missing or empty.</summary>
    public static ManagedObject? Read(XElement? element) => element is { Value.Length: > 0 }
        ? new ManagedObject(element.Attribute("type")?.Value ?? "", element.Value)
        : null;

    /// <summary>The reference as an argument of a call.</summary>
    public XElement As(string name) => new(Vim.Schema + name, new XAttribute("type", Type), Id);

    /// <inheritdoc/>
    public override string ToString() => $"{Type}:{Id}";
}
