using Vireo.Fleet;

namespace Vireo.Simulation.Tests.FaultInjection;

public class UnreliableProviderTests
{
    private readonly SmallFleet _fleet = new(SmallFleet.Scenario(2, 2, (_, _) => 0.5));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ActionRequest Migrate { get; } = new(
        new ActionId("m"), new Migration(SmallFleet.Vm(0), SmallFleet.HostName(0), SmallFleet.HostName(1)), 1,
        new BytesPerSecond(0));

    [Fact]
    public async Task A_lost_request_is_not_carried_out_and_a_lost_reply_is()
    {
        await Assert.ThrowsAsync<ProviderException>(
            () => Behind(new ReplyFaults { LoseRequest = 1 }).StartAsync(Migrate, Token));
        Assert.Equal(ActionPhase.Unknown, (await _fleet.QueryAsync(Migrate.Id)).Phase);

        await Assert.ThrowsAsync<ProviderException>(
            () => Behind(new ReplyFaults { LoseReply = 1 }).StartAsync(Migrate, Token));
        Assert.Equal(ActionPhase.Running, (await _fleet.QueryAsync(Migrate.Id)).Phase);
    }

    [Fact]
    public async Task A_doubled_request_does_no_harm()
    {
        await Behind(new ReplyFaults { Duplicate = 1 }).StartAsync(Migrate, Token);

        Assert.Equal(1, _fleet.Hypervisor.ReadMetrics().Migrations);
    }

    [Fact]
    public async Task A_late_answer_comes_when_its_time_has_come()
    {
        var call = Behind(new ReplyFaults { Late = 1, Delay = TimeSpan.FromSeconds(20) }).QueryAsync(Migrate.Id, Token);

        Assert.False(call.IsCompleted);
        _fleet.Advance(20);
        Assert.Equal(ActionPhase.Unknown, (await call).Phase);
    }

    [Fact]
    public async Task A_call_that_hangs_ends_with_its_token()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), _fleet.Time);

        var call = Behind(new ReplyFaults { Hang = 1 }).ReadInventoryAsync(patience.Token);
        Assert.False(call.IsCompleted);
        _fleet.Advance(31);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task The_same_seed_hits_the_same_calls()
    {
        Assert.Equal(await HitsAsync(3), await HitsAsync(3));
        Assert.NotEqual(await HitsAsync(3), await HitsAsync(4));

        async Task<string> HitsAsync(long seed)
        {
            var provider = new UnreliableProvider(
                _fleet.Hypervisor, _fleet.Hypervisor, new ReplyFaults { LoseRequest = 0.5 }, new ReplyFaults(),
                _fleet.Time, seed);
            string hits = "";
            for (int call = 0; call < 64; call++)
            {
                try
                {
                    await provider.ReadInventoryAsync(Token);
                    hits += '.';
                }
                catch (ProviderException)
                {
                    hits += 'x';
                }
            }

            return hits;
        }
    }

    private UnreliableProvider Behind(ReplyFaults faults) =>
        new(_fleet.Hypervisor, _fleet.Hypervisor, faults, faults, _fleet.Time, seed: 1);
}
