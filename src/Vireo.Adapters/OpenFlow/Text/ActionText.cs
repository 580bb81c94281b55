using System.Collections.Immutable;
using System.Globalization;
using Vireo.Adapters.OpenFlow.Flows;

namespace Vireo.Adapters.OpenFlow.Text;

/// <summary>What flows do, as <c>ovs-ofctl</c> writes and reads it (ovs-actions(7)): <c>dec_ttl,output:2</c>.</summary>
internal static class ActionText
{
    private const uint MostMeters = 0xffff0000;
    private const uint MostGroups = 0xffffff00;

    /// <summary>Writes what a flow does.</summary>
    public static string Of(FlowInstructions all)
    {
        var parts = new List<string>();
        if (all.Meter is { } meter)
        {
            parts.Add($"meter:{meter}");
        }

        parts.AddRange(all.Apply.Select(Of));
        if (all.IsClearing)
        {
            parts.Add("clear_actions");
        }

        if (!all.Write.IsEmpty)
        {
            parts.Add($"write_actions({Of(all.Write)})");
        }

        if (all.Metadata is var (value, mask))
        {
            parts.Add($"write_metadata:0x{value:x}{(mask == ulong.MaxValue ? "" : $"/0x{mask:x}")}");
        }

        if (all.Next is { } next)
        {
            parts.Add($"goto_table:{next}");
        }

        return parts.Count == 0 ? "drop" : string.Join(',', parts);
    }

    /// <summary>Writes a list of actions.</summary>
    public static string Of(ImmutableArray<FlowAction> actions) =>
        actions.IsEmpty ? "drop" : string.Join(',', actions.Select(Of));

    /// <summary>Reads what a flow does.</summary>
    /// <exception cref="FormatException">It is nothing; the message says which part, and what is expected.</exception>
    public static FlowInstructions Parse(string text)
    {
        var all = new FlowInstructions();
        var parts = Parts(text);
        if (parts.Count == 0)
        {
            throw new FormatException("expected 'drop' or actions such as output:2");
        }

        foreach (string part in parts.Where(part => part != "drop"))
        {
            all = With(all, part);
        }

        return parts.Contains("drop") && parts.Count > 1 ? throw new FormatException("'drop' stands alone") : all;
    }

    /// <summary>Reads a list of actions.</summary>
    /// <exception cref="FormatException">One is none.</exception>
    public static ImmutableArray<FlowAction> ParseActions(string text) => [.. Parts(text).Where(part => part != "drop").Select(ParseAction)];

    /// <summary>Cuts at commas that are not within parentheses.</summary>
    public static List<string> Parts(string text)
    {
        var parts = new List<string>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char one = i < text.Length ? text[i] : ',';
            depth += one == '(' ? 1 : one == ')' ? -1 : 0;
            if (i == text.Length || (one == ',' && depth == 0))
            {
                string part = text[start..i].Trim();
                if (part.Length > 0)
                {
                    parts.Add(part);
                }

                start = i + 1;
            }
        }

        return depth == 0 ? parts : throw new FormatException($"'{text}': a parenthesis is missing");
    }

    private static FlowInstructions With(FlowInstructions all, string part)
    {
        var (name, value) = Split(part);
        switch (name)
        {
            case "meter":
                return all with { Meter = (uint)FieldText.Number(value, MostMeters) };
            case "goto_table":
                return all with { Next = (byte)FieldText.Number(value, 254) };
            case "clear_actions":
                return all with { IsClearing = true };
            case "write_actions":
                return all with { Write = ParseActions(value) };
            case "write_metadata":
                string[] halves = value.Split('/', 2);
                ulong mask = halves.Length == 2 ? FieldText.Number(halves[1], ulong.MaxValue) : ulong.MaxValue;
                return all with { Metadata = (FieldText.Number(halves[0], ulong.MaxValue), mask) };
            default:
                return all with { Apply = all.Apply.Add(ParseAction(part)) };
        }
    }

    private static FlowAction ParseAction(string text)
    {
        var (name, value) = Split(text);
        try
        {
            return name switch
            {
                "output" => Output(value),
                "group" => new GroupAction((uint)FieldText.Number(value, MostGroups)),
                "set_queue" => new SetQueueAction((uint)FieldText.Number(value, uint.MaxValue)),
                "push_vlan" => new PushVlanAction((ushort)FieldText.Number(value, ushort.MaxValue)),
                "pop_vlan" or "strip_vlan" => new PopVlanAction(),
                "push_mpls" => new PushMplsAction((ushort)FieldText.Number(value, ushort.MaxValue)),
                "pop_mpls" => new PopMplsAction((ushort)FieldText.Number(value, ushort.MaxValue)),
                "mod_nw_ttl" => new SetTtlAction((byte)FieldText.Number(value, byte.MaxValue)),
                "dec_ttl" => new DecrementTtlAction(),
                "set_field" => SetField(value),
                "CONTROLLER" or "controller" when value.Length > 0 =>
                    OutputAction.Of(ReservedPort.Controller, (ushort)FieldText.Number(value, ushort.MaxValue)),
                _ when value.Length == 0 && ReservedPort.TryParse(name, out uint port) && port != ReservedPort.Any => OutputAction.Of(port),
                _ => throw new FormatException(
                    "expected output:PORT, group:ID, set_queue:ID, push_vlan:TYPE, pop_vlan, push_mpls:TYPE, pop_mpls:TYPE, mod_nw_ttl:TTL, " +
                    "dec_ttl, set_field:VALUE->FIELD, meter:ID, goto_table:ID, write_actions(…), clear_actions, write_metadata:VALUE or drop"),
            };
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"'{text}': {wrong.Message}", wrong);
        }
    }

    private static OutputAction Output(string port) => ReservedPort.TryParse(port, out uint number) && number != ReservedPort.Any
        ? OutputAction.Of(number) : throw new FormatException($"expected the number of a port, found '{port}'");

    private static SetFieldAction SetField(string text)
    {
        string[] halves = text.Split("->", 2);
        var field = halves.Length == 2
            ? Enum.GetValues<FlowField>().Cast<FlowField?>().FirstOrDefault(one => MatchText.NameOf(one!.Value) == halves[1])
                ?? MatchText.NamedField(halves[1])
            : null;

        return field is { } known && !halves[0].Contains('/', StringComparison.Ordinal)
            ? new SetFieldAction(FieldText.Parse(known, halves[0])) : throw new FormatException("expected VALUE->FIELD, without a mask");
    }

    private static (string Name, string Value) Split(string part)
    {
        if (part.EndsWith(')') && part.IndexOf('(') is > 0 and var open)
        {
            return (part[..open], part[(open + 1)..^1]);
        }

        int colon = part.IndexOf(':', StringComparison.Ordinal);

        return colon < 0 ? (part, "") : (part[..colon], part[(colon + 1)..]);
    }

    private static string Of(FlowAction action) => action switch
    {
        OutputAction { Port: ReservedPort.Controller } output => $"CONTROLLER:{output.MostBytes}",
        OutputAction output => output.Port > ReservedPort.Last ? ReservedPort.Text(output.Port) : $"output:{output.Port}",
        GroupAction group => $"group:{group.Group}",
        SetQueueAction queue => $"set_queue:{queue.Queue}",
        PushVlanAction push => string.Create(CultureInfo.InvariantCulture, $"push_vlan:0x{push.EthType:x4}"),
        PopVlanAction => "pop_vlan",
        PushMplsAction push => string.Create(CultureInfo.InvariantCulture, $"push_mpls:0x{push.EthType:x4}"),
        PopMplsAction pop => string.Create(CultureInfo.InvariantCulture, $"pop_mpls:0x{pop.EthType:x4}"),
        SetTtlAction ttl => $"mod_nw_ttl:{ttl.Ttl}",
        DecrementTtlAction => "dec_ttl",
        SetFieldAction { Field: { Class: FlowMatch.BasicClass, Number: <= (byte)FlowField.TunnelId } field } =>
            $"set_field:{FieldText.Of((FlowField)field.Number, field.Value, field.Mask)}->{MatchText.NameOf((FlowField)field.Number)}",
        SetFieldAction set => $"set_field:{Convert.ToHexStringLower(set.Field.Value)}->oxm_{set.Field.Class:x4}_{set.Field.Number}",
        OtherAction other => $"action_{other.Kind}({Convert.ToHexStringLower(other.Body.Span)})",
        _ => throw new InvalidOperationException($"There is no text for {action.GetType().Name}."),
    };
}
