using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Text;

namespace Vireo.Adapters.OpenFlow;

/// <summary>What is declared of a switch: its flows, groups and meters. Others' stay beside them.</summary>
/// <remarks>Flows are ours when the upper half of their cookie is. Groups and meters have no cookie: they are ours when a
/// flow of ours uses them, so each that is declared has to be used. One that is about to go is used by a flow that no packet
/// meets, so that it is still known to be ours when we are stopped on the way.</remarks>
public sealed class SwitchProgram
{
    private const int OwnerShift = 32;

    private SwitchProgram(ImmutableArray<Flow> flows, ImmutableArray<FlowGroup> groups, ImmutableArray<FlowMeter> meters)
    {
        Flows = flows;
        Groups = groups;
        Meters = meters;
    }

    /// <summary>Nothing.</summary>
    public static SwitchProgram Empty { get; } = new([], [], []);

    /// <summary>How many flows are declared.</summary>
    public int FlowCount => Flows.Length;

    /// <summary>The bits of a cookie that say whose a flow is.</summary>
    internal static ulong OwnerMask => ulong.MaxValue << OwnerShift;

    internal ImmutableArray<Flow> Flows { get; }

    internal ImmutableArray<FlowGroup> Groups { get; }

    internal ImmutableArray<FlowMeter> Meters { get; }

    /// <summary>Reads one in the form of <c>ovs-ofctl</c>: a flow, group (<c>group_id=…</c>) or meter (<c>meter=…</c>) a line.
    /// Empty lines and what follows <c>#</c> are nothing.</summary>
    /// <param name="text">The lines.</param>
    /// <exception cref="FormatException">A line is none, or what it names is not there; the message begins with its number.</exception>
    public static SwitchProgram Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var flows = new List<Flow>();
        var groups = new List<FlowGroup>();
        var meters = new List<FlowMeter>();
        var seen = new Dictionary<(string What, uint Id, FlowKey Key), int>();
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Split('#')[0].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            var key = At(number, () => Add(line, flows, groups, meters));
            if (!seen.TryAdd(key, number))
            {
                throw new FormatException($"line {number}: the same as line {seen[key]} in table, priority and match, or in number.");
            }
        }

        return Of(flows, groups, meters);
    }

    /// <summary>Of flows, groups and meters.</summary>
    /// <exception cref="FormatException">A group or meter is not there, used by no flow, or within itself.</exception>
    internal static SwitchProgram Of(IEnumerable<Flow> flows, IEnumerable<FlowGroup> groups, IEnumerable<FlowMeter> meters)
    {
        ImmutableArray<Flow> allFlows = [.. flows];
        var byId = groups.ToDictionary(group => group.Id);
        var allMeters = meters.ToDictionary(meter => meter.Id);
        var used = ProgramUse.Of(allFlows, byId.Values);
        if (used.Groups.FirstOrDefault(id => !byId.ContainsKey(id)) is > 0 and var lacking)
        {
            throw new FormatException($"group {lacking} is used but not declared: add a line 'group_id={lacking},type=…,bucket=…'.");
        }

        if (used.Meters.FirstOrDefault(id => !allMeters.ContainsKey(id)) is > 0 and var meter)
        {
            throw new FormatException($"meter {meter} is used but not declared: add a line 'meter={meter} kbps bands=type=drop rate=…'.");
        }

        if (byId.Keys.FirstOrDefault(id => !used.Groups.Contains(id)) is > 0 and var idle)
        {
            throw new FormatException($"group {idle} is used by no flow: use it, or take it out.");
        }

        if (allMeters.Keys.FirstOrDefault(id => !used.Meters.Contains(id)) is > 0 and var unused)
        {
            throw new FormatException($"meter {unused} is used by no flow: use it, or take it out.");
        }

        return new SwitchProgram(allFlows, ProgramUse.InOrder(byId, refuseLoops: true), [.. allMeters.Values.OrderBy(one => one.Id)]);
    }

    /// <summary>The same with a flow more.</summary>
    internal SwitchProgram With(Flow flow) => new(Flows.Add(flow), Groups, Meters);

    /// <summary>The upper half of the cookies of one owner.</summary>
    internal static ulong CookieOf(string owner) =>
        (ulong)BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(owner))) << OwnerShift;

    private static (string What, uint Id, FlowKey Key) Add(string line, List<Flow> flows, List<FlowGroup> groups, List<FlowMeter> meters)
    {
        if (line.StartsWith("group_id=", StringComparison.Ordinal))
        {
            groups.Add(GroupText.Parse(line));
            return ("group", groups[^1].Id, default);
        }

        if (line.StartsWith("meter=", StringComparison.Ordinal))
        {
            meters.Add(GroupText.ParseMeter(line));
            return ("meter", meters[^1].Id, default);
        }

        flows.Add(FlowText.Parse(line));

        return ("flow", 0, flows[^1].Key);
    }

    private static T At<T>(int number, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception wrong) when (wrong is FormatException or OpenFlowMalformed)
        {
            throw new FormatException($"line {number}: {wrong.Message}.", wrong);
        }
    }
}
