using System.Collections.Immutable;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>Which groups and meters flows use.</summary>
/// <param name="Groups">By the flows, and by groups that they use.</param>
/// <param name="Meters">By the flows.</param>
internal sealed record ProgramUse(ImmutableHashSet<uint> Groups, ImmutableHashSet<uint> Meters)
{
    /// <summary>Finds them.</summary>
    /// <param name="flows">Who uses.</param>
    /// <param name="groups">Who may use others.</param>
    public static ProgramUse Of(IEnumerable<Flow> flows, IEnumerable<FlowGroup> groups)
    {
        var byId = groups.DistinctBy(group => group.Id).ToDictionary(group => group.Id);
        var used = new HashSet<uint>();
        var meters = new HashSet<uint>();
        var open = new Stack<uint>();
        foreach (var flow in flows.DistinctBy(flow => flow.Instructions))
        {
            var all = FlowInstructions.Read(flow.Instructions.Span);
            foreach (var action in all.Apply.Concat(all.Write).OfType<GroupAction>())
            {
                open.Push(action.Group);
            }

            if (all.Meter is { } meter)
            {
                meters.Add(meter);
            }
        }

        while (open.TryPop(out uint id))
        {
            if (used.Add(id) && byId.TryGetValue(id, out var group))
            {
                foreach (uint next in Uses(group))
                {
                    open.Push(next);
                }
            }
        }

        return new ProgramUse([.. used], [.. meters]);
    }

    /// <summary>Groups, those that others use first.</summary>
    /// <param name="groups">By number.</param>
    /// <param name="refuseLoops">Whether one that is within itself is refused; else it comes somewhere.</param>
    /// <exception cref="FormatException">One is within itself.</exception>
    public static ImmutableArray<FlowGroup> InOrder(IReadOnlyDictionary<uint, FlowGroup> groups, bool refuseLoops)
    {
        var ordered = ImmutableArray.CreateBuilder<FlowGroup>();
        var state = new Dictionary<uint, bool>();
        foreach (uint id in groups.Keys.Order())
        {
            Visit(id);
        }

        return ordered.ToImmutable();

        void Visit(uint id)
        {
            if (!groups.TryGetValue(id, out var group))
            {
                return;
            }

            if (!state.TryAdd(id, false))
            {
                if (refuseLoops && !state[id])
                {
                    throw new FormatException($"group {id} is within itself.");
                }

                return;
            }

            foreach (uint next in Uses(group))
            {
                Visit(next);
            }

            state[id] = true;
            ordered.Add(group);
        }
    }

    private static IEnumerable<uint> Uses(FlowGroup group) =>
        group.Buckets.SelectMany(bucket => bucket.Actions).OfType<GroupAction>().Select(action => action.Group);
}
