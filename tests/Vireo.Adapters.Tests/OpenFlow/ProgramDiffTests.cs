using System.Collections.Immutable;
using CsCheck;
using Vireo.Adapters.OpenFlow;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;

namespace Vireo.Adapters.Tests.OpenFlow;

/// <summary>What is changed in a switch leads to what is declared, through nothing worse than before, and leaves others'
/// flows alone.</summary>
public sealed class ProgramDiffTests
{
    private static readonly ulong Ours = SwitchProgram.CookieOf("vireo");

    // Few places, so that they meet.
    private static readonly Gen<string> Line = Gen.Select(
        Gen.Int[1, 6], Gen.Int[1, 5], Gen.OneOf("output:1", "output:2", "group:1", "group:2,output:3", "group:3", "meter:1,output:1", "meter:1,group:3", "drop"),
        (priority, port, actions) => $"priority={priority},in_port={port} actions={actions}");

    private static readonly Gen<ImmutableArray<Flow>> Flows = Line.Array[0, 12].Select(lines =>
        lines.Select(Vireo.Adapters.OpenFlow.Text.FlowText.Parse).DistinctBy(flow => flow.Key).ToImmutableArray());

    [Fact]
    public void Any_change_ends_as_declared_without_a_moment_that_lacks_what_stays() =>
        Gen.Select(Flows, Flows, Flows, Gen.Int[1, 9], Gen.Int[1, 9]).Sample((before, wanted, others, weight, rate) =>
        {
            var start = new ModelSwitch();
            start.Apply(ProgramDiff.Between(start.State(), Program(before, weight: 1, rate: 1), Ours).Make);
            foreach (var other in others.Where(other => !start.Flows.ContainsKey(other.Key) && !Uses(other)))
            {
                start.Flows[other.Key] = other with { Cookie = 5 };
            }

            var foreign = start.Flows.Values.Where(flow => flow.Cookie == 5).ToList();
            var program = Program(wanted, weight, rate);
            var diff = ProgramDiff.Between(start.State(), program, Ours);
            var staying = before.Where(flow => wanted.Any(one => one.Key == flow.Key)).Select(flow => flow.Key).ToList();
            foreach (var change in diff.Make.Concat(diff.Remove))
            {
                start.Apply([change]);
                Assert.All(staying, key => Assert.True(start.Flows.ContainsKey(key), $"{change} takes {key}"));
                Assert.All(foreign, flow => Assert.Same(flow, start.Flows[flow.Key]));
                start.CheckReferences();
            }

            if (diff.Conflicts.IsEmpty)
            {
                Assert.True(ProgramDiff.Between(start.State(), program, Ours).IsEmpty);
                Assert.Equal(
                    wanted.Select(flow => flow.Key).ToHashSet(), start.Flows.Values.Where(flow => flow.Cookie == Ours).Select(flow => flow.Key).ToHashSet());
                Assert.Equal(program.Groups.Select(group => group.Id).Order(), start.Groups.Keys.Order());
                Assert.Equal(program.Meters.Select(meter => meter.Id).Order(), start.Meters.Keys.Order());
            }
            else
            {
                Assert.Empty(diff.Remove);
                Assert.Contains(wanted, flow => foreign.Exists(other => other.Key == flow.Key));
            }
        }, iter: 5_000);

    [Fact]
    public void Whoever_is_killed_after_any_change_finds_the_rest_of_the_way() =>
        Gen.Select(Flows, Flows, Gen.Int[0, 40]).Sample((before, wanted, killedAfter) =>
        {
            var model = new ModelSwitch();
            model.Apply(ProgramDiff.Between(model.State(), Program(before, 1, 1), Ours).Make);
            var program = Program(wanted, 1, 1);
            var diff = ProgramDiff.Between(model.State(), program, Ours);
            model.Apply(diff.Make.Concat(diff.Remove).Take(killedAfter));

            var again = ProgramDiff.Between(model.State(), program, Ours);
            model.Apply(again.Make.Concat(again.Remove));

            Assert.Empty(again.Conflicts);
            Assert.True(ProgramDiff.Between(model.State(), program, Ours).IsEmpty);
            Assert.Equal(program.Groups.Select(group => group.Id).Order(), model.Groups.Keys.Order());
            Assert.Equal(program.Meters.Select(meter => meter.Id).Order(), model.Meters.Keys.Order());
        }, iter: 5_000);

    [Fact]
    public void A_group_of_others_is_neither_altered_nor_taken()
    {
        var model = new ModelSwitch();
        model.Apply(ProgramDiff.Between(model.State(), Program([Parse("in_port=1 actions=group:1")], 1, 1), Ours).Make);
        model.Flows.Add(Parse("in_port=2 actions=group:1").Key, Parse("in_port=2 actions=group:1") with { Cookie = 5 });

        var altered = ProgramDiff.Between(model.State(), Program([Parse("in_port=1 actions=group:1")], weight: 7, rate: 1), Ours);
        var gone = ProgramDiff.Between(model.State(), SwitchProgram.Empty, Ours);

        Assert.Contains("group 1 is there already, is another, and flows of others use it", Assert.Single(altered.Conflicts), StringComparison.Ordinal);
        Assert.Empty(altered.Make);
        Assert.IsType<FlowChange>(Assert.Single(gone.Remove));
        Assert.Empty(gone.Make);
    }

    [Fact]
    public void Where_nothing_is_declared_nothing_changes()
    {
        var model = new ModelSwitch();
        model.Apply(ProgramDiff.Between(model.State(), Program([Parse("in_port=1 actions=meter:1,group:3")], 1, 1), Ours).Make);

        Assert.True(ProgramDiff.Between(model.State(), SwitchProgram.Empty, Ours, isRemoving: false).IsEmpty);
    }

    private static Flow Parse(string line) => Vireo.Adapters.OpenFlow.Text.FlowText.Parse(line);

    private static bool Uses(Flow flow)
    {
        var use = ProgramUse.Of([flow], []);

        return use.Groups.Count > 0 || use.Meters.Count > 0;
    }

    private static SwitchProgram Program(ImmutableArray<Flow> flows, int weight, int rate)
    {
        // The third uses the first.
        FlowGroup[] all =
        [
            .. ((uint[])[1, 2, 3]).Select(id => Vireo.Adapters.OpenFlow.Text.GroupText.Parse(
                $"group_id={id},type=select,bucket=weight:{weight},actions={(id == 3 ? "group:1" : $"output:{id}")}")),
        ];
        var use = ProgramUse.Of(flows, all);

        return SwitchProgram.Of(
            flows, all.Where(group => use.Groups.Contains(group.Id)),
            use.Meters.Select(id => Vireo.Adapters.OpenFlow.Text.GroupText.ParseMeter($"meter={id} kbps bands=type=drop rate={rate}")));
    }

    /// <summary>A switch as the specification has it.</summary>
    private sealed class ModelSwitch
    {
        public Dictionary<FlowKey, Flow> Flows { get; } = [];

        public Dictionary<uint, FlowGroup> Groups { get; } = [];

        public Dictionary<uint, FlowMeter> Meters { get; } = [];

        public SwitchState State() =>
            new([.. Flows.Values], [.. Groups.Values], Meters.ToImmutableDictionary(pair => pair.Key, pair => (FlowMeter?)pair.Value));

        public void Apply(IEnumerable<SwitchChange> changes)
        {
            foreach (var change in changes)
            {
                switch (change)
                {
                    case FlowChange { Command: FlowCommand.Add } add:
                        Flows[add.Flow.Key] = add.Flow;
                        break;
                    case FlowChange delete:
                        if (Flows.TryGetValue(delete.Flow.Key, out var there) && (there.Cookie & delete.CookieMask) == delete.Flow.Cookie)
                        {
                            Flows.Remove(delete.Flow.Key);
                        }

                        break;
                    case GroupChange { Command: ChangeCommand.Delete } group:
                        Groups.Remove(group.Group.Id);
                        Drop(use => use.Groups.Contains(group.Group.Id));
                        break;
                    case GroupChange group:
                        Assert.Equal(group.Command == ChangeCommand.Modify, Groups.ContainsKey(group.Group.Id));
                        Groups[group.Group.Id] = group.Group;
                        break;
                    case MeterChange { Command: ChangeCommand.Delete } meter:
                        Meters.Remove(meter.Meter.Id);
                        Drop(use => use.Meters.Contains(meter.Meter.Id));
                        break;
                    case MeterChange meter:
                        Assert.Equal(meter.Command == ChangeCommand.Modify, Meters.ContainsKey(meter.Meter.Id));
                        Meters[meter.Meter.Id] = meter.Meter;
                        break;
                    default:
                        throw new InvalidOperationException(change.ToString());
                }
            }
        }

        public void CheckReferences()
        {
            var use = ProgramUse.Of(Flows.Values, Groups.Values);
            Assert.All(use.Groups, id => Assert.True(Groups.ContainsKey(id)));
            Assert.All(use.Meters, id => Assert.True(Meters.ContainsKey(id)));
        }

        private void Drop(Func<ProgramUse, bool> isGone)
        {
            foreach (var flow in Flows.Values.Where(flow => isGone(ProgramUse.Of([flow], []))).ToList())
            {
                Flows.Remove(flow.Key);
            }
        }
    }
}
