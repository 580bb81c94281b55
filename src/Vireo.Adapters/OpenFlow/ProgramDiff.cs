using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Flows;
using Vireo.Adapters.OpenFlow.Messages;

namespace Vireo.Adapters.OpenFlow;

/// <summary>What has to change in a switch, in two parts: the second only once all of the first is confirmed, so that
/// packets find a flow at every moment.</summary>
/// <param name="Make">What is new or altered.</param>
/// <param name="Remove">What is no longer declared.</param>
/// <param name="Conflicts">What cannot be made, since others have it: where, whose it is, and what to do. Nothing is removed
/// then.</param>
/// <param name="InPlace">How many flows of ours stand as they should.</param>
internal sealed record ProgramDiff(
    ImmutableArray<SwitchChange> Make, ImmutableArray<SwitchChange> Remove, ImmutableArray<string> Conflicts, int InPlace)
{
    /// <summary>Whether everything is as declared.</summary>
    public bool IsEmpty => Make.IsEmpty && Remove.IsEmpty && Conflicts.IsEmpty;

    /// <summary>Compares.</summary>
    /// <param name="there">What stands.</param>
    /// <param name="wanted">What is declared.</param>
    /// <param name="cookie">Ours, as <see cref="SwitchProgram.CookieOf"/> says.</param>
    /// <param name="isRemoving">Whether what is not declared goes.</param>
    public static ProgramDiff Between(SwitchState there, SwitchProgram wanted, ulong cookie, bool isRemoving = true)
    {
        var ours = there.Flows.Where(flow => IsOurs(flow, cookie)).ToList();
        var others = there.Flows.Where(flow => !IsOurs(flow, cookie)).ToList();
        var draft = new Draft(there, ProgramUse.Of(ours, there.Groups), ProgramUse.Of(others, there.Groups));
        draft.Meters(wanted.Meters);
        draft.Groups(wanted.Groups);
        draft.Flows(wanted.Flows, ours, others, cookie, isRemoving);

        return draft.Finish(isRemoving);
    }

    private static bool IsOurs(Flow flow, ulong cookie) => (flow.Cookie & SwitchProgram.OwnerMask) == cookie;

    private sealed class Draft(SwitchState there, ProgramUse ourUse, ProgramUse otherUse)
    {
        // In the first table packets have no metadata yet, so no packet meets these.
        private const ulong GroupMark = 0xffffffff00000000;
        private const ulong MeterMark = 0xfffffffe00000000;

        private readonly ImmutableArray<SwitchChange>.Builder _make = ImmutableArray.CreateBuilder<SwitchChange>();
        private readonly List<Flow> _marks = [];
        private readonly List<SwitchChange> _removeMeters = [];
        private readonly List<SwitchChange> _removeGroups = [];
        private readonly List<SwitchChange> _removeFlows = [];
        private readonly List<string> _conflicts = [];
        private int _inPlace;

        public void Meters(ImmutableArray<FlowMeter> wanted)
        {
            foreach (var meter in wanted)
            {
                if (!there.Meters.TryGetValue(meter.Id, out var standing))
                {
                    _make.Add(new MeterChange(ChangeCommand.Add, meter));
                }
                else if (standing != meter)
                {
                    Replace("meter", meter.Id, ourUse.Meters, otherUse.Meters, new MeterChange(ChangeCommand.Modify, meter));
                }
            }

            var named = wanted.Select(meter => meter.Id).ToHashSet();
            _removeMeters.AddRange(
                from id in ourUse.Meters.Except(otherUse.Meters).Order()
                where there.Meters.ContainsKey(id) && !named.Contains(id)
                select new MeterChange(ChangeCommand.Delete, there.Meters[id] ?? new FlowMeter(id, IsPackets: false, 0, 0)));
            _marks.AddRange(_removeMeters.Cast<MeterChange>().Select(gone =>
                Mark(MeterMark | gone.Meter.Id, new FlowInstructions { Meter = gone.Meter.Id })));
        }

        public void Groups(ImmutableArray<FlowGroup> wanted)
        {
            var standing = Index(there.Groups, group => group.Id);
            foreach (var group in wanted)
            {
                if (!standing.TryGetValue(group.Id, out var old))
                {
                    _make.Add(new GroupChange(ChangeCommand.Add, group));
                }
                else if (!old.Bytes().Equals(group.Bytes()))
                {
                    Replace("group", group.Id, ourUse.Groups, otherUse.Groups, new GroupChange(ChangeCommand.Modify, group));
                }
            }

            var named = wanted.Select(group => group.Id).ToHashSet();
            var gone = ourUse.Groups.Except(otherUse.Groups).Where(id => standing.ContainsKey(id) && !named.Contains(id)).ToHashSet();

            // Those that use others go first. With a group go the flows that use it, its mark among them.
            _removeGroups.AddRange(ProgramUse.InOrder(standing, refuseLoops: false).Where(group => gone.Contains(group.Id)).Reverse()
                .Select(group => new GroupChange(ChangeCommand.Delete, group)));
            _marks.AddRange(gone.Order().Select(id => Mark(GroupMark | id, new FlowInstructions { Apply = [new GroupAction(id)] })));
        }

        public void Flows(ImmutableArray<Flow> wanted, List<Flow> ours, List<Flow> others, ulong cookie, bool isRemoving)
        {
            var standing = Index(ours, flow => flow.Key);
            var foreign = Index(others, flow => flow.Key);
            var named = new HashSet<FlowKey>(wanted.Length);
            _make.InsertRange(0, _marks.Where(mark => isRemoving && !standing.ContainsKey(mark.Key))
                .Select(mark => (SwitchChange)new FlowChange(FlowCommand.Add, mark with { Cookie = cookie })));
            foreach (var bare in wanted)
            {
                var flow = bare with { Cookie = cookie };
                named.Add(flow.Key);
                if (foreign.TryGetValue(flow.Key, out var other))
                {
                    _conflicts.Add(
                        $"'{other}' is there already with cookie 0x{other.Cookie:x} and is not ours. Choose another priority or match, or delete what " +
                        "others made.");
                }
                else if (!standing.TryGetValue(flow.Key, out var old) || !old.DoesTheSame(flow))
                {
                    _make.Add(new FlowChange(FlowCommand.Add, flow));
                }
                else
                {
                    _inPlace++;
                }
            }

            _removeFlows.AddRange(ours.Where(flow => !named.Contains(flow.Key)).Select(flow =>
                new FlowChange(FlowCommand.DeleteStrict, flow with { Cookie = cookie }) { CookieMask = SwitchProgram.OwnerMask }));
        }

        public ProgramDiff Finish(bool isRemoving) => new(
            _make.ToImmutable(), _conflicts.Count > 0 || !isRemoving ? [] : [.. _removeGroups, .. _removeMeters, .. _removeFlows], [.. _conflicts], _inPlace);

        private static Flow Mark(ulong metadata, FlowInstructions use) => new(
            new FlowKey(0, 1, FlowMatch.Of([MatchField.Of(FlowField.Metadata, Text.FieldText.Bytes(metadata, sizeof(ulong)))])),
            new WireBytes(use.Bytes()));

        // A switch may say the same thing twice.
        private static Dictionary<TKey, T> Index<TKey, T>(IReadOnlyCollection<T> all, Func<T, TKey> key)
            where TKey : notnull
        {
            var index = new Dictionary<TKey, T>(all.Count);
            foreach (var one in all)
            {
                index.TryAdd(key(one), one);
            }

            return index;
        }

        // What nobody uses may be what we made just before we were stopped, or another's that is not used yet.
        private void Replace(string what, uint id, ImmutableHashSet<uint> byUs, ImmutableHashSet<uint> byOthers, SwitchChange change)
        {
            if (byUs.Contains(id) && !byOthers.Contains(id))
            {
                _make.Add(change);
            }
            else
            {
                _conflicts.Add(
                    $"{what} {id} is there already, is another, and {(byOthers.Contains(id) ? "flows of others use it" : "no flow of ours uses it")}. " +
                    "Choose another number, or delete what others made.");
            }
        }
    }
}
