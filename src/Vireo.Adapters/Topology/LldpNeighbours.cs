using System.Globalization;
using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Adapters.Topology;

/// <summary>Who is at the other end of a host's wires, as <c>lldpcli -f json show neighbors</c> writes it.</summary>
public static class LldpNeighbours
{
    /// <summary>Reads what a host's daemon says.</summary>
    /// <param name="host">What the host is called.</param>
    /// <param name="json">The daemon's text.</param>
    /// <param name="readAt">When it was written; a neighbour was last heard that much earlier as its <c>age</c> says it is
    /// known, at most.</param>
    /// <exception cref="FormatException">It is none of lldpcli's; the message says what is expected.</exception>
    public static NetworkTopology Of(string host, string json, DateTimeOffset readAt)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var elements = new List<TopologyElement>();
            var links = new List<TopologyLink>();
            foreach (var (port, facts) in Interfaces(document.RootElement.GetProperty("lldp")))
            {
                string neighbour = NameOf(facts.GetProperty("chassis"));
                elements.Add(new TopologyElement($"port/{host}/{port}", TopologyKind.Port, port, $"host/{host}"));
                elements.Add(new TopologyElement($"switch/{neighbour}", TopologyKind.Switch, neighbour, null));
                links.Add(new TopologyLink($"port/{host}/{port}", $"switch/{neighbour}", "lldp", readAt));
            }

            return NetworkTopology.Join(new NetworkTopology([.. elements.DistinctBy(element => element.Id)], [.. links]));
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"Expected what 'lldpcli -f json show neighbors' writes: {wrong.Message}"), wrong);
        }
    }

    // One interface is an object by its name; several are a list of such objects.
    private static IEnumerable<(string Port, JsonElement Facts)> Interfaces(JsonElement lldp)
    {
        if (!lldp.TryGetProperty("interface", out var all))
        {
            return [];
        }

        var items = all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().ToList() : [all];

        return items.SelectMany(item => item.EnumerateObject().Select(one => (one.Name, one.Value)));
    }

    // A chassis is an object by its name; one without a name has only what it is identified by.
    private static string NameOf(JsonElement chassis)
    {
        if (chassis.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Object && id.TryGetProperty("value", out var value))
        {
            return value.GetString() ?? "unnamed";
        }

        return chassis.EnumerateObject().First().Name;
    }
}
