using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>Reads properties once, page by page.</summary>
internal static class PropertyReader
{
    private const int ObjectsPerPage = 500;

    /// <summary>Reads properties of the objects that a filter finds.</summary>
    /// <param name="session">The session.</param>
    /// <param name="filter">A PropertyFilterSpec under the name <c>specSet</c>.</param>
    /// <param name="take">Gets each object with its properties, by path.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="VimException">It failed.</exception>
    public static async Task ReadAsync(
        VimSession session, XElement filter, Action<ManagedObject, IReadOnlyDictionary<string, XElement>> take,
        CancellationToken cancellationToken)
    {
        var collector = (await session.OpenAsync(cancellationToken)).PropertyCollector;
        var options = Vim.Element("options", Vim.Element("maxObjects", ObjectsPerPage));
        var first = new VimCall("RetrievePropertiesEx", collector, filter, options) { IsRead = true };
        string token = await PageAsync(first);
        while (token.Length > 0)
        {
            // A token counts once: the page behind it is not asked for again.
            token = await PageAsync(new VimCall("ContinueRetrievePropertiesEx", collector,
                Vim.Element("token", token)));
        }

        async Task<string> PageAsync(VimCall call)
        {
            var (next, objects) = await session.CallAsync(
                call,
                async reader =>
                {
                    string next = "";
                    var objects = new List<XElement>();
                    await foreach (var element in VimEnvelope.ElementsAsync(reader, "returnval"))
                    {
                        if (element.Name.LocalName == "token")
                        {
                            next = element.Value;
                        }
                        else if (element.Name.LocalName == "objects")
                        {
                            objects.Add(element);
                        }
                    }

                    return (next, objects);
                },
                cancellationToken);
            foreach (var found in objects)
            {
                if (ManagedObject.Read(found.Child("obj")) is { } target)
                {
                    take(target, Properties(found));
                }
            }

            return next;
        }
    }

    /// <summary>Reads properties of one object; those that it has not are left out.</summary>
    /// <exception cref="VimException">It failed, or the object is not there.</exception>
    public static async Task<IReadOnlyDictionary<string, XElement>> ReadAsync(
        VimSession session, ManagedObject target, CancellationToken cancellationToken, params string[] paths)
    {
        IReadOnlyDictionary<string, XElement> properties = new Dictionary<string, XElement>();
        await ReadAsync(session, PropertyPlan.Single("specSet", target, paths), (_, found) => properties = found,
            cancellationToken);

        return properties;
    }

    private static Dictionary<string, XElement> Properties(XElement found)
    {
        var properties = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var property in found.Children("propSet"))
        {
            if (property.Child("val") is { } value)
            {
                properties[property.Text("name")] = value;
            }
        }

        return properties;
    }
}
