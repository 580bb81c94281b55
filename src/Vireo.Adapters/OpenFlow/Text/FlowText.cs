using Vireo.Adapters.OpenFlow.Flows;

namespace Vireo.Adapters.OpenFlow.Text;

/// <summary>Flows as <c>ovs-ofctl add-flows</c> reads them and <c>dump-flows</c> writes them.</summary>
internal static class FlowText
{
    private const ushort DefaultPriority = 32_768;

    /// <summary>Writes one: <c>table=0, priority=100,ip,nw_dst=10.0.0.1 actions=output:2</c>.</summary>
    public static string Of(Flow flow)
    {
        string timeouts = (flow.IdleTimeout > 0 ? $"idle_timeout={flow.IdleTimeout}, " : "") +
            (flow.HardTimeout > 0 ? $"hard_timeout={flow.HardTimeout}, " : "");
        string match = MatchText.Of(flow.Key.Match);

        return $"table={flow.Key.Table}, {timeouts}priority={flow.Key.Priority}{(match.Length > 0 ? "," : "")}{match} " +
            $"actions={ActionText.Of(FlowInstructions.Read(flow.Instructions.Span))}";
    }

    /// <summary>Reads one. Without <c>priority</c> it is 32768, without <c>table</c> the first.</summary>
    /// <exception cref="FormatException">It is none; the message says what is expected.</exception>
    public static Flow Parse(string line)
    {
        int actions = line.IndexOf("actions=", StringComparison.Ordinal);
        if (actions < 0)
        {
            throw new FormatException("expected 'actions=…' at the end");
        }

        var parts = line[..actions].Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries).ToList();
        byte table = (byte)Take(parts, "table", 254, 0);
        ushort priority = (ushort)Take(parts, "priority", ushort.MaxValue, DefaultPriority);
        if (parts.Exists(part => part.StartsWith("cookie=", StringComparison.Ordinal)))
        {
            throw new FormatException("'cookie' cannot be chosen: it says whose a flow is");
        }

        if (parts.Find(part => part.Contains("_timeout=", StringComparison.Ordinal)) is { } timeout)
        {
            throw new FormatException($"'{timeout}': what is declared stays, so it has no end");
        }

        var match = MatchText.Parse(parts);
        var instructions = ActionText.Parse(line[(actions + "actions=".Length)..]);
        if (instructions.Next <= table)
        {
            throw new FormatException($"'goto_table:{instructions.Next}' has to lead to a later table than {table}");
        }

        return new Flow(new FlowKey(table, priority, match), new WireBytes(instructions.Bytes()));
    }

    private static ulong Take(List<string> parts, string name, ulong most, ulong otherwise)
    {
        string? found = parts.Find(part => part.StartsWith($"{name}=", StringComparison.Ordinal));
        if (found is null)
        {
            return otherwise;
        }

        parts.Remove(found);
        try
        {
            return FieldText.Number(found[(name.Length + 1)..], most);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{name}: {wrong.Message}", wrong);
        }
    }
}
