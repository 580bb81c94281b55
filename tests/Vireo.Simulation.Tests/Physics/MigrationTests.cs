using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

public class MigrationTests
{
    private readonly SmallFleet _fleet = new(SmallFleet.Scenario(hosts: 3, machines: 3, (_, _) => 0.5) with
    {
        Physics = new PhysicsOptions { DirtyRatio = 0, MaxMigrationsPerHost = 1 },
    });

    public MigrationTests() => _fleet.Advance(301);

    [Fact]
    public async Task It_takes_the_time_that_the_memory_needs_on_half_the_link()
    {
        var id = await _fleet.MigrateAsync(0, from: 0, to: 1);

        _fleet.Advance(15.9);
        var before = await _fleet.QueryAsync(id);
        _fleet.Advance(0.2);
        var after = await _fleet.QueryAsync(id);

        Assert.Equal(ActionPhase.Running, before.Phase);
        Assert.InRange(before.Progress, 0.98, 1);
        Assert.Equal(ActionPhase.Succeeded, after.Phase);
        Assert.Equal(SmallFleet.HostName(1), (await _fleet.MachineAsync(0))!.Host);
    }

    [Fact]
    public async Task The_machine_loses_a_tenth_of_its_cpu_while_it_moves()
    {
        double before = _fleet.Hypervisor.ReadMetrics().UnservedRatio;

        await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(16.1);
        var metrics = _fleet.Hypervisor.ReadMetrics();

        // A tenth of one machine in three for 16 s, of the 16.9 s since the first record.
        Assert.Equal(0, before);
        Assert.Equal(16 * 0.1 / 3 / 16.9, metrics.Pdm, 6);
        Assert.Equal(metrics.Pdm, metrics.UnservedRatio, 9);
        Assert.Equal(1, metrics.Migrations);
    }

    [Fact]
    public async Task A_second_move_within_the_hour_is_regretted_and_a_later_one_is_not()
    {
        await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(60);
        await _fleet.MigrateAsync(0, from: 1, to: 2);
        _fleet.Advance(60);
        await _fleet.MigrateAsync(1, from: 1, to: 0);
        _fleet.Advance(3_601);
        await _fleet.MigrateAsync(1, from: 0, to: 2);

        var metrics = _fleet.Hypervisor.ReadMetrics();

        Assert.Equal(4, metrics.Migrations);
        Assert.Equal(1, metrics.RegrettedMigrations);
    }

    [Fact]
    public async Task Contention_counts_the_minutes_in_which_a_machine_gets_noticeably_less_than_it_asks_for()
    {
        await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(120);

        Assert.Equal(16 / 60.0, _fleet.Hypervisor.ReadMetrics().ContentionMinutes, 3);
    }

    [Fact]
    public async Task An_aborted_one_leaves_the_machine_where_it_was()
    {
        var id = await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(5);

        await _fleet.Hypervisor.AbortAsync(id, TestContext.Current.CancellationToken);
        _fleet.Advance(60);

        Assert.Equal(ActionPhase.Failed, (await _fleet.QueryAsync(id)).Phase);
        Assert.Equal(SmallFleet.HostName(0), (await _fleet.MachineAsync(0))!.Host);
        await _fleet.MigrateAsync(0, from: 0, to: 1);
    }

    [Fact]
    public async Task A_second_one_beyond_the_hypervisors_limit_is_refused_for_now()
    {
        await _fleet.MigrateAsync(0, from: 0, to: 1);

        var refusal = await Assert.ThrowsAsync<ProviderException>(() => _fleet.MigrateAsync(2, from: 2, to: 1));

        Assert.True(refusal.IsTransient, refusal.Message);
    }

    [Theory]
    [InlineData(0, 1, 2, "is on 'h0'")]
    [InlineData(0, 0, 0, "already")]
    [InlineData(9, 0, 1, "no virtual machine 'vm9'")]
    [InlineData(0, 0, 7, "no host 'h7'")]
    public async Task A_senseless_one_is_refused_with_the_reason(int machine, int from, int to, string reason)
    {
        var refusal = await Assert.ThrowsAsync<ProviderException>(() => _fleet.MigrateAsync(machine, from, to));

        Assert.False(refusal.IsTransient);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_vanishes_on_the_way_takes_its_migration_with_it()
    {
        var id = await _fleet.MigrateAsync(0, from: 0, to: 1);
        _fleet.Advance(3);

        _fleet.Hypervisor.Inject(FaultKind.MachineVanishes, "vm0", TimeSpan.Zero);
        _fleet.Advance(600);

        var status = await _fleet.QueryAsync(id);
        Assert.Equal(ActionPhase.Failed, status.Phase);
        Assert.Contains("deleted", status.Detail, StringComparison.Ordinal);
        Assert.Null(await _fleet.MachineAsync(0));
    }

    [Fact]
    public async Task A_share_of_them_fails_half_way_when_the_scenario_says_so()
    {
        var fleet = new SmallFleet(SmallFleet.Scenario(hosts: 2, machines: 1, (_, _) => 0.5) with
        {
            Physics = new PhysicsOptions { MigrationFailureRatio = 1 },
        });
        fleet.Advance(301);

        var id = await fleet.MigrateAsync(0, from: 0, to: 1);
        fleet.Advance(60);

        Assert.Equal(ActionPhase.Failed, (await fleet.QueryAsync(id)).Phase);
        Assert.Equal(SmallFleet.HostName(0), (await fleet.MachineAsync(0))!.Host);
        Assert.Equal(1, fleet.Hypervisor.ReadMetrics().FailedMigrations);
    }
}
