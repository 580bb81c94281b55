using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Loop;

public class StabilityTests
{
    private static readonly Lazy<LoopTrial> TwoDays = new(() =>
    {
        var trial = new LoopTrial(LoopTrial.SmallDemo(hosts: 12, machines: 100), hours: 36);
        trial.Run();

        return trial;
    });

    [Fact]
    public void A_square_wave_faster_than_a_breach_must_last_moves_next_to_nothing()
    {
        // Every machine wants 10 % and 90 % in turn: no move can help, because all do it together.
        var trial = new LoopTrial(
            SmallFleet.Scenario(hosts: 6, machines: 12, (_, sample) => sample % 2 == 0 ? 0.1 : 0.9), hours: 12);

        trial.Run();

        Assert.True(trial.Moves.Count() <= 12, $"{trial.Moves.Count()} moves for 12 machines.");
    }

    [Fact]
    public void No_machine_returns_to_a_host_within_the_time_that_forbids_it()
    {
        var trial = TwoDays.Value;

        var byMachine = trial.Moves.GroupBy(move => move.Move.VirtualMachine);
        foreach (var moves in byMachine)
        {
            var path = moves.ToArray();
            for (int i = 0; i < path.Length; i++)
            {
                var returns = path.Skip(i + 1).Where(later =>
                    later.Move.To == path[i].Move.From && later.At - path[i].At < trial.Policy.NoReturnWithin);
                Assert.Empty(returns);
            }
        }
    }

    [Fact]
    public void A_moved_machine_rests()
    {
        var trial = TwoDays.Value;

        Assert.All(trial.Moves.GroupBy(move => move.Move.VirtualMachine), moves =>
            Assert.All(moves.Zip(moves.Skip(1)), pair =>
                Assert.True(pair.Second.At - pair.First.At >= trial.Policy.RestAfterMove, pair.Second.ToString())));
    }

    [Fact]
    public void Limits_on_parallel_migrations_hold_at_every_start()
    {
        var trial = TwoDays.Value;

        Assert.NotEmpty(trial.Moves);
        Assert.All(trial.Started.Where(started => started.Action is Migration), started =>
        {
            var move = (Migration)started.Action;
            Assert.True(started.Moving.Length < trial.Policy.MaxMigrationsPerCluster);
            Assert.True(started.Moving.Count(other => other.From == move.From) < trial.Policy.MaxMigrationsPerSource);
            Assert.True(started.Moving.Count(other => other.To == move.To) < trial.Policy.MaxMigrationsPerTarget);
        });
    }
}
