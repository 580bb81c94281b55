using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Cli.Commands;

/// <summary>Networks and their plans as people and programs read them.</summary>
internal static class NetworkText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes who is in which network.</summary>
    public static void WriteMembers(TextWriter writer, NetworkIntent intent, ImmutableArray<AttachedPort> ports, bool isJson)
    {
        if (isJson)
        {
            writer.WriteLine(new JsonArray([.. ports.Select(port => new JsonObject
            {
                ["network"] = port.Network,
                ["vm"] = port.Machine,
                ["group"] = port.Group,
                ["interface"] = port.Interface,
                ["mac"] = port.Mac,
                ["address"] = port.Address,
            })]).ToJsonString(Indented));

            return;
        }

        foreach (var network in intent.Networks)
        {
            string router = string.Concat(intent.Routers.Where(one => one.Networks.Contains(network.Name)).Select(one => $", router {one.Name}"));
            writer.WriteLine($"{network.Name}: {network.Kind.ToString().ToLowerInvariant()}, {network.Subnet ?? "no subnet"}{router}");
            foreach (var port in ports.Where(port => port.Network == network.Name))
            {
                writer.WriteLine($"  {port.Machine,-20} {port.Address ?? "-",-15} {port.Mac}  {port.Interface}");
            }
        }
    }

    /// <summary>Writes a plan.</summary>
    public static void WritePlan(TextWriter writer, NetworkPlan plan, bool isJson)
    {
        if (isJson)
        {
            writer.WriteLine(Json(plan).ToJsonString(Indented));

            return;
        }

        if (plan.IsEmpty && plan.Refusals.IsEmpty)
        {
            writer.WriteLine("Nothing has to change.");
        }

        foreach (var stage in plan.Stages)
        {
            writer.WriteLine($"{Words(stage.Kind)}:");
            foreach (var change in stage.Changes)
            {
                writer.WriteLine($"  {change}");
            }
        }

        WriteList(writer, "What machines lose", plan.Losses.Select(loss => loss.ToString()));
        WriteList(writer, "Remarks", plan.Remarks);
        WriteList(writer, "Refused", plan.Refusals);
        if (!plan.IsEmpty && plan.Refusals.IsEmpty)
        {
            writer.WriteLine($"{(plan.Losses.IsEmpty ? "No machine loses anything. " : "")}Carry it out with: vireo network apply … --plan {plan.Id}");
        }
    }

    private static void WriteList(TextWriter writer, string title, IEnumerable<string> lines)
    {
        List<string> all = [.. lines];
        if (all.Count > 0)
        {
            writer.WriteLine($"{title}:");
            all.ForEach(line => writer.WriteLine($"  {line}"));
        }
    }

    private static JsonObject Json(NetworkPlan plan) => new()
    {
        ["plan"] = plan.Id,
        ["stages"] = new JsonArray([.. plan.Stages.Select(stage => new JsonObject
        {
            ["kind"] = stage.Kind.ToString().ToLowerInvariant(),
            ["changes"] = new JsonArray([.. stage.Changes.Select(change => (JsonNode)change.ToString())]),
        })]),
        ["losses"] = new JsonArray([.. plan.Losses.Select(loss => new JsonObject
        {
            ["vm"] = loss.Machine,
            ["network"] = loss.Network,
            ["what"] = loss.What,
        })]),
        ["remarks"] = new JsonArray([.. plan.Remarks.Select(text => (JsonNode)text)]),
        ["refusals"] = new JsonArray([.. plan.Refusals.Select(text => (JsonNode)text)]),
    };

    private static string Words(OvnStageKind kind) => kind switch
    {
        OvnStageKind.Release => "First, what stands in the way goes",
        OvnStageKind.Make => "What is new is made",
        OvnStageKind.Change => "What stays changes",
        _ => "Last, what is no longer wanted goes",
    };
}
