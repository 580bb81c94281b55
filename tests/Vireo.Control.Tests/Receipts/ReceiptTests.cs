using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Receipts;

public sealed class ReceiptTests
{
    private static readonly Decision Pure = (fleet, _, _) =>
        LoopWorld.PlanOf("pure", [Fleets.Move(1, from: 1, to: fleet.Hosts.Length)]);

    [Fact]
    public void Every_receipt_is_repeated_and_found_identical()
    {
        using var world = new LoopWorld();
        world.Next(fleet => Pure(fleet, world.Loop.State.Outlook, world.Policy));
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var verification = new ReceiptVerifier(world.State, Pure).Verify(1);

        Assert.True(verification.IsIdentical, verification.Explanation);
    }

    [Fact]
    public void A_decision_that_would_come_out_differently_now_is_found()
    {
        using var world = new LoopWorld();
        world.Start();
        world.RunUntil(state => state.Cycle == 1);

        var verification = new ReceiptVerifier(world.State, Pure).Verify(1);

        Assert.False(verification.IsIdentical);
        Assert.Contains("The same version decided", verification.Explanation);
    }

    [Theory]
    [InlineData("UPDATE content SET packed = (SELECT packed FROM content WHERE hash = (SELECT plan FROM receipt WHERE id = 1)) WHERE hash = (SELECT fleet FROM receipt WHERE id = 1)", "The stored fleet snapshot was changed")]
    [InlineData("UPDATE content SET packed = x'00FF00FF' WHERE hash = (SELECT outlook FROM receipt WHERE id = 1)", "The stored outlook was changed")]
    [InlineData("DELETE FROM content WHERE hash = (SELECT policy FROM receipt WHERE id = 1)", "The policy")]
    [InlineData("UPDATE receipt SET plan = 'f00d' WHERE id = 1", "The decision gave plan")]
    [InlineData("DELETE FROM receipt WHERE id = 1", "There is no receipt 1.")]
    public void Tampering_is_found_and_explained(string tampering, string explanation)
    {
        using var file = new TemporaryFile();
        using (var world = new LoopWorld())
        {
            world.State.Dispose();
            world.State = StateStore.Open(file.Path);
            world.Start();
            world.RunUntil(state => state.Cycle == 1);
        }

        using (var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = tampering;
            command.ExecuteNonQuery();
        }

        using var state = StateStore.Open(file.Path);
        var verification = new ReceiptVerifier(state, (_, _, _) => Plan.Empty("Nothing to do.")).Verify(1);

        Assert.False(verification.IsIdentical);
        Assert.StartsWith(explanation, verification.Explanation);
    }

    [Fact]
    public void Inputs_are_kept_for_as_many_decisions_as_configured_and_each_content_once()
    {
        using var world = new LoopWorld();
        world.Options = world.Options with { ReceiptInputsToKeep = 2 };
        world.Start();
        world.RunUntil(state => state.Cycle == 4);

        var verifier = new ReceiptVerifier(world.State, (_, _, _) => Plan.Empty("Nothing to do."));

        Assert.Equal([false, false, true, true], Enumerable.Range(1, 4).Select(id => verifier.Verify(id).IsIdentical));
        Assert.Contains("not kept any more", verifier.Verify(1).Explanation);
        Assert.Equal([false, false, true, true], Enumerable.Range(1, 4).Select(id => verifier.Verify(id).IsConclusive));
        Assert.Equal(4, world.State.Receipts.Newest(Fleets.Cluster, 10).Count);
    }

    [Fact]
    public void The_effect_is_measured_when_the_last_action_has_ended()
    {
        using var world = new LoopWorld();
        world.Next([Fleets.Move(1, from: 1, to: 2), Fleets.Move(2, from: 1, to: 3), new PowerOffHost(Fleets.HostId(1))], chained: true);
        world.Start();

        world.RunUntil(state => state.Plans is [.., { Status: PlanStatus.Done }]);

        var effect = world.State.Receipts.FindEffect(1);
        Assert.Equal((3, 2, 3), (effect!.HostsOnBefore, effect.HostsOnAfter, effect.Succeeded));
    }

    [Fact]
    public void The_receipt_of_ten_thousand_machines_keeps_its_inputs_to_the_byte()
    {
        using var state = StateStore.OpenInMemory();
        var writer = new ReceiptWriter(new ClusterLoopOptions { Cluster = Fleets.Cluster }, state);
        var (fleet, outlook) = Large();

        var receipt = writer.Write(fleet.TakenAt, fleet, outlook, new Policy(), Plan.Empty("now"), trace: "");

        Assert.Equal(CanonicalJson.Write(fleet), state.Receipts.FindContent(receipt.Fleet));
        Assert.Equal(CanonicalJson.Write(outlook), state.Receipts.FindContent(receipt.Outlook));
    }

    private static (FleetSnapshot Fleet, Outlook Outlook) Large()
    {
        var random = new Random(42);
        var machines = Enumerable.Range(0, 10_000).Select(i => Fleets.Machine(i, i % 800)).ToList();
        var fleet = FleetSnapshot.Create(
            DateTimeOffset.UnixEpoch, Fleets.Cluster, Enumerable.Range(0, 800).Select(i => Fleets.Host(i)), machines, [], []);
        DemandForecast Forecast() => new([.. Enumerable.Range(0, 72).Select(_ => random.NextSingle() * 5_000)], "ets");
        var outlook = new Outlook(
            DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(5), 12, [0.05, 0.1, 0.5, 0.9, 0.95, 0.99],
            [.. fleet.VirtualMachines.Select(machine => new VmOutlook(machine.Id, Forecast(), Forecast(), DataQuality.Perfect))],
            ImmutableArray<Hazard>.Empty);

        return (fleet, outlook);
    }
}
