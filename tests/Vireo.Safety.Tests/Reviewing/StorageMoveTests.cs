using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Safety.Tests.Reviewing;

/// <summary>Files go only where there is room for them and the machine's host reaches them.</summary>
public class StorageMoveTests
{
    private static readonly Migration Files = new(new("vm-1"), new("h-1"), new("h-1")) { Storage = new("fast") };
    private static readonly Migration Both = new(new("vm-1"), new("h-1"), new("h-2")) { Storage = new("local-2") };

    private static readonly ReviewContext MovesFiles = Cases.Context with
    {
        Capabilities = ImmutableDictionary<ProviderId, ActionKinds>.Empty.Add(Cases.Provider, ActionKinds.All | ActionKinds.MoveStorage),
    };

    [Theory]
    [InlineData("fast", "h-1", 0, null)]
    [InlineData("slow", "h-1", 0, "on datastore 'slow' already")]
    [InlineData("nowhere", "h-1", 0, "There is no datastore 'nowhere' for 'vm-1'; there are fast, local-2, slow.")]
    [InlineData("local-2", "h-1", 0, "Host 'h-1' does not reach datastore 'local-2'.")]
    [InlineData("fast", "h-1", 101, "short for the files of 'vm-1'")]
    [InlineData("fast", "h-2", 0, "is on 'h-1', not on 'h-2' as planned")]
    public void What_stands_in_the_way_of_files_is_said(string storage, string host, int gibibytes, string? why)
    {
        var fleet = Fleet(machine => machine with { StorageBytes = (long)gibibytes << 30 });
        var move = new Migration(new("vm-1"), new(host), new(host)) { Storage = new(storage) };

        string? reason = Preconditions.Check(Plan(move), fleet, Cases.Autopilot);

        Assert.Equal(why is null, reason is null);
        Assert.Contains(why ?? "", reason ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_on_its_way_to_a_datastore_takes_its_room()
    {
        var other = Cases.MachineOf("vm-2", "h-2") with { StorageBytes = 60L << 30 };
        var underWay = new Migration(new("vm-2"), new("h-2"), new("h-2")) { Storage = new("fast") };
        var fleet = Fleet(machine => machine with { StorageBytes = 60L << 30 }, other, underWay);

        Assert.Contains("20 GiB short", Preconditions.Check(Plan(Files), fleet, Cases.Autopilot) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_only_its_files_tie_down_moves_together_with_them_and_not_without()
    {
        var fleet = Fleet(machine => machine with
        {
            Mobility = Mobility.Fixed("its datastore is reached by 1 host only") with { MovesWithFiles = true },
        });

        var alone = Cases.Review(fleet: fleet, context: MovesFiles);
        var together = Cases.Review(fleet: fleet, context: MovesFiles, actions: Plan(Both));

        Assert.Contains("reached by 1 host only", Assert.Single(alone.Refused).Reason, StringComparison.Ordinal);
        Assert.Empty(together.Refused);
        Assert.Null(Preconditions.Check(Plan(Both), fleet, Cases.Autopilot));
        Assert.NotNull(Preconditions.Check(Cases.Move, fleet, Cases.Autopilot));
    }

    [Fact]
    public void Files_of_a_machine_that_rests_or_is_off_may_move_as_it_stays_where_it_is()
    {
        var moves = new[] { new PastMove(new("vm-1"), new("h-2"), new("h-1"), Cases.Now.AddMinutes(-1)) };
        var fleet = Fleet(machine => machine with { State = PowerState.Off }) with { RecentMoves = [.. moves] };

        Assert.Empty(Cases.Review(fleet: fleet, context: MovesFiles, actions: Plan(Files)).Refused);
        Assert.Null(Preconditions.Check(Plan(Files), fleet, Cases.Autopilot));
    }

    [Fact]
    public void A_provider_that_moves_no_files_is_not_asked_to() =>
        Assert.Contains("MoveStorage", Assert.Single(Cases.Review(fleet: Fleet(), actions: Plan(Files)).Refused).Reason, StringComparison.Ordinal);

    private static PlannedAction Plan(FleetAction action) => Cases.Planned("a-1", action, [], "order");

    private static FleetSnapshot Fleet(
        Func<VirtualMachine, VirtualMachine>? machine = null, VirtualMachine? other = null, FleetAction? underWay = null) =>
        Cases.Fleet(
            machine: guest => (machine?.Invoke(guest) ?? guest) with { Datastore = new("slow") },
            others: other is null ? [] : [other], underWay: underWay) with
        {
            Datastores = [Datastore("fast", "h-1", "h-2"), Datastore("local-2", "h-2"), Datastore("slow", "h-1", "h-2")],
        };

    private static Datastore Datastore(string id, params string[] hosts) => new(
        new(id), Cases.Provider, Cases.Cluster, 200L << 30, 100L << 30, [.. hosts.Select(host => new HostId(host))]);
}
